import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { record } from './figures.ts';

type Chunk = { file: string; name?: string; src?: string; isEntry?: boolean; imports?: string[] };

const dist = join(import.meta.dirname, '../web/dist');
const firstScreens = ['index.html', 'routes/public/sign-in.tsx?tsr-split=component'];

/** Every script that must arrive before the chunk can run. */
function needed(chunks: Record<string, Chunk>, key: string, found = new Set<string>()): Set<string> {
  const chunk = chunks[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const next of chunk.imports ?? []) needed(chunks, next, found);
  return found;
}

const gzipped = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

/** Kilobytes of gzipped JavaScript before the sign-in screen of the built web app can be used. */
function firstLoad(): { kb: number; files: [file: string, bytes: number][] } {
  const chunks: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  const found = new Set<string>();
  for (const screen of firstScreens) {
    if (!chunks[screen]) throw new Error(`The build has no ${screen}; run npm run build in web first.`);
    needed(chunks, screen, found);
  }
  const files = [...found].map((file): [string, number] => [file, gzipped(file)]);
  return { kb: files.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000, files };
}

const { kb, files } = firstLoad();
for (const [file, bytes] of files.sort((a, b) => b[1] - a[1])) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${file}`);
}
record('npm run bench first-load', [
  {
    name: 'first_load_js_gz_kb',
    value: Math.round(kb * 10) / 10,
    unit: 'kB',
    limit: 180,
    limit_what: 'at most; gzipped JavaScript before the sign-in screen can be used',
  },
]);
if (kb > 180) process.exitCode = 1;
