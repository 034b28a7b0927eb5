import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeServer, startFakeServer } from './testing/fake-server.ts';
import { draw } from './testing/media.ts';
import { findEngine } from './video/engine/choose.ts';

let server: FakeServer;
let folder: string;
const started: number[] = [];

beforeEach(async () => {
  server = await startFakeServer();
  folder = await mkdtemp(join(tmpdir(), 'seodang-main-'));
});
afterEach(async () => {
  for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** The number of its parent, while it lives: one that nobody has buried yet has ended. */
function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /^State:\s*Z/m.test(status) ? undefined : Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
  } catch {
    return undefined;
  }
}
const isAlive = (pid: number) => parentOf(pid) !== undefined;
const childrenOf = (pid: number) =>
  readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0 && parentOf(one) === pid);

/** Starts the runner as another program would that opens no channel to it. */
async function startByAnother(env: Record<string, string>) {
  const runner = JSON.stringify([process.execPath, join(import.meta.dirname, 'main.ts')]);
  const script = `
    const [node, main] = ${runner};
    const env = { ...process.env, PARENT_PID: String(process.pid) };
    const child = require('node:child_process').spawn(node, [main], { env, detached: true, stdio: ['ignore', 1, 2] });
    console.log(child.pid);
    child.on('exit', () => process.exit());`;
  const parent = spawn(process.execPath, ['--eval', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout.setEncoding('utf8'), 'data');
  const pid = Number.parseInt(line, 10);
  started.push(parent.pid ?? 0, pid);
  parent.stdout.resume();
  // Closed when the last one that writes to it has ended.
  return { parent, pid, ended: once(parent.stdout, 'close') };
}

async function addLecture() {
  const engine = findEngine('auto');
  if (!engine) throw new Error('no media engine');
  const path = await draw(engine, join(folder, 'lecture.mp4'), {
    seconds: 60,
    size: '640x360',
    sound: false,
  });
  const bytes = await readFile(path);
  server.sources.set('lecture', bytes);
  const source = { source_url: `${server.url}/source/lecture`, source_bytes: bytes.length };
  const key = { key_hex: '00'.repeat(16), key_uri: 'enc.key' };
  return server.addJob('video.transcode', { video_id: 1, duration_seconds: 60, ...source, ...key }, 1);
}

test('a runner whose parent was killed ends its engine, gives the job back and leaves no file', async () => {
  const job = await addLecture();
  const work = join(folder, 'work');
  const runner = await startByAnother({
    SEODANG_URL: server.url,
    INTERNAL_WORKER_TOKEN: 'worker-token',
    WORK_DIR: work,
  });
  await server.until(() => job.files.size > 0);
  const engines = childrenOf(runner.pid);
  started.push(...engines);
  expect(engines).toHaveLength(1);

  runner.parent.kill('SIGKILL');
  await runner.ended;

  expect([runner.pid, ...engines].filter(isAlive)).toEqual([]);
  expect(job.releases).toBe(1);
  expect(await readdir(work)).toEqual([]);
});
