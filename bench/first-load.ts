import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { record } from './figures.ts';

type Chunk = { file: string; name?: string; src?: string; isEntry?: boolean; imports?: string[] };

const dist = join(import.meta.dirname, '../web/dist');
const screens = {
  signIn: ['index.html', 'routes/public/sign-in.tsx?tsr-split=component'],
  study: ['index.html', 'frame', 'studying'],
};
/** What a phone loads of it in 2 s at 1.6 Mbit/s (Lighthouse's slow 4G), when a quarter of that goes to starting. */
const STUDY_KB = 300;

/** Every script that must arrive before the chunk can run. */
function needed(chunks: Record<string, Chunk>, key: string, found = new Set<string>()): Set<string> {
  const chunk = chunks[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const next of chunk.imports ?? []) needed(chunks, next, found);
  return found;
}

const gzipped = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

/** Kilobytes of gzipped JavaScript before a screen of the built web app can be used. */
function firstLoad(parts: readonly string[]): { kb: number; files: [file: string, bytes: number][] } {
  const chunks: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  const found = new Set<string>();
  for (const screen of parts) {
    const key = Object.keys(chunks).find((one) => one === screen || chunks[one]?.name === screen);
    if (key === undefined) throw new Error(`The build has no ${screen}; run npm run build in web first.`);
    needed(chunks, key, found);
  }
  const files = [...found].map((file): [string, number] => [file, gzipped(file)]);
  return { kb: files.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000, files };
}

const { kb, files } = firstLoad(screens.signIn);
const study = firstLoad(screens.study);
const tenth = (value: number) => Math.round(value * 10) / 10;
for (const [file, bytes] of files.sort((a, b) => b[1] - a[1])) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${file}`);
}
record('npm run bench first-load', [
  {
    name: 'first_load_js_gz_kb',
    value: tenth(kb),
    unit: 'kB',
    limit: 180,
    limit_what: 'at most; gzipped JavaScript before the sign-in screen can be used',
  },
  {
    name: 'study_load_js_gz_kb',
    value: tenth(study.kb),
    unit: 'kB',
    limit: STUDY_KB,
    limit_what:
      'at most; gzipped JavaScript before studying can begin, the first time: later it is on the device',
  },
]);
if (kb > 180 || study.kb > STUDY_KB) process.exitCode = 1;
