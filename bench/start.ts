import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Started, startSeodang } from '../server/testing/process.ts';
import { record } from './figures.ts';

const look_ms = 5000;
const TICKS_PER_SECOND = 100;
/** Less than this of a core is no work: it looks at the clock, and whether there is any. */
const AT_REST = 0.05;

/** From `npm start` in `checkout` to the sign-in page in a browser's hands. */
async function start(checkout: string, cache: string): Promise<{ server: Started; seconds: number }> {
  const started = performance.now();
  const env = { DEMO: 'true', npm_config_cache: cache, PATH: userPath() };
  const server = await startSeodang(join(checkout, '.data'), env, checkout);
  const page = await fetch(`${server.address}/sign-in`, { headers: { accept: 'text/html' } });
  const text = await page.text();
  if (!page.ok || !text.includes('<script'))
    throw new Error(`no sign-in page: ${page.status} ${text.slice(0, 200)}`);
  return { server, seconds: round((performance.now() - started) / 1000) };
}

/** Without our own node_modules: the new user's Node and npm. */
function userPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !folder.includes('node_modules')).join(delimiter);
}

async function stop(server: Started): Promise<void> {
  server.signal('SIGINT');
  await server.ended;
}

/** A process and all it started. */
async function treeOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of (await readdir('/proc')).map(Number).filter((pid) => pid > 0)) {
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    parents.set(name, Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const belongs = (pid: number | undefined): boolean => pid === root || (!!pid && belongs(parents.get(pid)));
  return [...parents.keys()].filter(belongs);
}

/** Waits until nothing is done any more: the videos of the demo are ready, its homework is judged. */
async function untilRest(root: number): Promise<void> {
  for (let before = await busySeconds(root); ; ) {
    await setTimeout(look_ms);
    const now = await busySeconds(root);
    if (now - before < (AT_REST * look_ms) / 1000) return;
    before = now;
  }
}

async function busySeconds(root: number): Promise<number> {
  let ticks = 0;
  for (const pid of await treeOf(root)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
    ticks += user + system;
  }
  return ticks / TICKS_PER_SECOND;
}

/** Megabytes of a process and all it started; memory that several share is counted once. */
async function treeMemory(root: number): Promise<number> {
  let kilobytes = 0;
  for (const pid of await treeOf(root)) {
    const memory = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s*(\d+)/m.exec(memory)?.[1] ?? 0);
  }
  return round(kilobytes / 1024);
}

const round = (value: number) => Math.round(value * 10) / 10;

const folder = await mkdtemp(join(tmpdir(), 'seodang-start-'));
try {
  const checkout = join(folder, 'seodang');
  const cache = join(folder, 'cache');
  execFileSync('git', ['clone', '--quiet', join(import.meta.dirname, '..'), checkout]);

  const cold = await start(checkout, cache);
  await stop(cold.server);
  const again = await start(checkout, cache);
  await untilRest(again.server.pid);
  const memory = await treeMemory(again.server.pid);
  await stop(again.server);
  for (const made of ['node_modules', '.data', 'web/dist'])
    await rm(join(checkout, made), { recursive: true });
  const warm = await start(checkout, cache);
  await stop(warm.server);

  record('npm run bench start', [
    {
      name: 'first_start_s',
      value: cold.seconds,
      unit: 's',
      limit: 180,
      limit_what: 'at most; fresh clone, cold cache',
    },
    {
      name: 'first_start_warm_s',
      value: warm.seconds,
      unit: 's',
      limit: 180,
      limit_what: 'at most; fresh clone, warm cache',
    },
    { name: 'restart_s', value: again.seconds, unit: 's', limit: 6, limit_what: 'at most; installed' },
    {
      name: 'rest_rss_mb',
      value: memory,
      unit: 'MB',
      limit: 700,
      limit_what: 'at most; PSS of the whole process tree',
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
