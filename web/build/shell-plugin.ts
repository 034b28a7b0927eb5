import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rollup } from 'vite';
import { type Graph, laterOf } from './needs.ts';

type Bundle = Rollup.OutputBundle;
const worker = 'service-worker';

/** What must be there without network: the frame, and every screen and part of studying. */
const needed = [
  /\/web\/index\.html$/,
  /\/web\/routes\/(app|public\/(index|sign-in)|student\/study\.[^/]+)\.tsx/,
  /\/web\/features\/(study\/math\.ts|homework\/outbox-keeper\.tsx)$/,
  /\/web\/features\/(shell\/(account-menu|hosts)|study\/topic-menu)\.tsx$/,
  /\/web\/(lib\/i18n\/problems\.en\.ts|ui\/((toast|phone-drawer)\.tsx|fonts\.ts))$/,
];
const studying = /\/web\/routes\/(app|student\/study\.[^/]+)\.tsx$/;
const fonts = /KaTeX_[^/]+\.woff2$/;
const pages = ['/', '/early.js', '/icon.svg'];

/** A chunk with everything that it imports at once. */
function withImports(bundle: Bundle, file: string, found: Set<string>): void {
  const chunk = bundle[file];
  if (found.has(file) || chunk?.type !== 'chunk') return;
  found.add(file);
  for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
  for (const next of chunk.imports) withImports(bundle, next, found);
}

/** The files of a build that the installed app keeps, by their addresses. */
export function shellOf(bundle: Bundle): string[] {
  const found = new Set<string>();
  for (const output of Object.values(bundle)) {
    if (output.type === 'asset' && fonts.test(output.fileName)) found.add(output.fileName);
    if (output.type !== 'chunk') continue;
    if (needed.some((pattern) => output.moduleIds.some((id) => pattern.test(id))))
      withImports(bundle, output.fileName, found);
  }
  return [...pages, ...[...found].sort().map((file) => `/${file}`)];
}

/** What the study screens, their loaders and the frame ask for that would not be there without network. */
function missingOf(graph: Graph, bundle: Bundle, files: readonly string[]): string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
  const isKept = (id: string) =>
    chunks.some(({ fileName, moduleIds }) => moduleIds.includes(id) && files.includes(`/${fileName}`));
  const later = laterOf(
    graph,
    modules.filter((id) => studying.test(id)),
  );
  if (later.size === 0) throw new Error('no screen of studying is in the build');
  return [...later].filter((id) => !isKept(id));
}

/** Another version whenever a kept file is another one. */
function versionOf(files: readonly string[], folder: string): string {
  const hash = createHash('sha256').update(files.join());
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Tells the service worker which files of this build it keeps. */
export function shellForWorker(): Plugin {
  let folder = '';
  return {
    name: 'shell-for-worker',
    apply: 'build',
    configResolved: ({ publicDir }) => {
      folder = publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunk = bundle[`${worker}.js`];
        if (chunk?.type !== 'chunk') throw new Error('the build has no service worker');
        // It is no module: with an import it would never be installed, and nothing would work without network.
        if (chunk.imports.length > 0)
          throw new Error(`the service worker shares ${chunk.imports.join(', ')} with the app`);
        const files = shellOf(bundle);
        const missing = missingOf(this, bundle, files);
        if (missing.length > 0) throw new Error(`studying without network needs ${missing.join(', ')}`);
        chunk.code = chunk.code
          .replaceAll('SHELL_FILES', JSON.stringify(files))
          .replaceAll('SHELL_VERSION', JSON.stringify(versionOf(files, folder)));
      },
    },
  };
}
