import type { Plugin, Rollup } from 'vite';

/** What runs first comes first. */
const parts = ['memory', 'frame', 'studying'];
const beginning = 'study-begin';

/** Every file that must arrive before these parts can run. */
function filesOf(bundle: Rollup.OutputBundle): string[] {
  const files = new Set<string>();
  const add = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || files.has(name)) return;
    files.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
    for (const next of chunk.imports) add(next);
  };
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  for (const part of parts) for (const { name, fileName } of chunks) if (name === part) add(fileName);
  return [...files].map((file) => `/${file}`);
}

/** Tells the script that runs first which files a student needs besides those that the page names itself. */
export function filesForStudents(): Plugin {
  return {
    name: 'files-for-students',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const files = filesOf(bundle ?? {}).filter((file) => !html.includes(file));
        const begin = Object.values(bundle ?? {}).find(({ name }) => name === beginning);
        if (!begin) throw new Error(`the build has no ${beginning}`);
        const data = `data-student="${files.join(' ')}" data-begin="/${begin.fileName}"`;
        return html.replace('src="/early.js"', `$& ${data}`);
      },
    },
  };
}
