import type { Plugin, Rollup } from 'vite';

const parts = new Set(['frame', 'studying']);

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
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && parts.has(chunk.name)) add(chunk.fileName);
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
        return html.replace('src="/early.js"', `$& data-student="${files.join(' ')}"`);
      },
    },
  };
}
