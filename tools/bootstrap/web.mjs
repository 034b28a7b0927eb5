import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { run } from './run.mjs';
import { explain, Trouble } from './words.mjs';

const sources = ['web', 'packages/contract', 'packages/recall'];
const notSource = /(^|\/)(node_modules|dist|dist\.new)(\/|$)|\.test\.tsx?$|\.gen\.ts$/;
const source = /\.(ts|tsx|js|css|html|json|svg|png|ico|webmanifest)$/;

/** Makes `web/dist` from the sources, unless it was made from exactly these. */
export async function buildWeb(root, locked) {
  const wanted = await fingerprint(root);
  if ((await built(root)) === wanted) return;
  await locked(async () => {
    if ((await built(root)) === wanted) return;
    const started = Date.now();
    console.error('Building the web app …');
    await viteBuild(root);
    console.error(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
    await writeFile(stamp(root), wanted);
  });
}

const stamp = (root) => join(root, 'web', 'dist', '.sources');
const built = (root) => readFile(stamp(root), 'utf8').catch(() => undefined);

async function fingerprint(root) {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const folder of sources) {
    const names = await readdir(join(root, folder), { recursive: true });
    const ours = names.filter((name) => source.test(name) && !notSource.test(name));
    for (const name of ours.sort()) hash.update(name).update(await readFile(join(root, folder, name)));
  }
  return hash.digest('hex');
}

/** A build that is cut off, or fails, leaves the last whole one in place. */
async function viteBuild(root) {
  const fresh = join(root, 'web', 'dist.new');
  const dist = join(root, 'web', 'dist');
  const bin = join(root, 'node_modules', '.bin');
  const [command, args] =
    process.platform === 'linux' ? [join(bin, 'node'), [join(bin, 'vite')]] : [join(bin, 'vite'), []];
  const built = await run(command, [...args, 'build', '--outDir', fresh, '--emptyOutDir'], join(root, 'web'));
  if (built.code !== 0) throw new Trouble(`The web app could not be built. ${explain(built.output)}`);
  await compress(fresh);
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
}

/** Compressed once, as small as it gets, instead of at every request. */
async function compress(folder) {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((name) => /\.(js|css|html|svg|json)$/.test(name))) {
    const text = await readFile(join(folder, name));
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(text));
    await writeFile(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
  }
}
