import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../server/core/config.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { signPrefix, verifyPrefix } from '../server/domains/video/delivery.rules.ts';
import { freePort } from '../server/testing/free-port.ts';
import { hasNginx, startNginx } from '../server/testing/nginx.ts';
import { processOf, startSeodang } from '../server/testing/process.ts';
import { type Figure, record } from './figures.ts';
import type { Load, Measured } from './segments-load.ts';

const CONNECTIONS = 16;
const ROUNDS = 3;
const SECONDS = 3;
/** Six seconds at two megabits a second, which is 720p. */
const SEGMENT_BYTES = 1_500_000;
const SEGMENTS = 40;
const LARGE_BYTES = 400_000_000;
const prefix = '/media/hls/bench/videos/1/1-1/';

type Fresh = Omit<Figure, 'commit' | 'command'>;

async function measure(load: Load): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'segments-load.ts'));
  child.send(load);
  const [measured] = (await once(child, 'message')) as [Measured];
  return measured;
}

async function writeSegments(objects: string): Promise<string[]> {
  const folder = join(objects, prefix, '720p');
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: SEGMENTS }, (_, n) => `seg-${n}.m4s`);
  for (const name of names) await writeFile(join(folder, name), randomBytes(SEGMENT_BYTES));
  await writeFile(join(folder, 'large.m4s'), randomBytes(LARGE_BYTES));
  return names.map((name) => `${prefix}720p/${name}`);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number, digits = 2) => Number(value.toFixed(digits));
const load = () => (loadavg()[0] ?? 0).toFixed(1);

/** The same files, the same connections, one worker against our one process; each pair in a row. */
async function compare(objects: string, port: number, token: string, paths: string[]): Promise<Fresh[]> {
  if (!hasNginx()) {
    console.log(
      'nginx is not installed: nothing to compare with (apt-get install nginx libnginx-mod-http-js)',
    );
    return [];
  }
  const nginxPort = await freePort();
  const nginx = await startNginx(
    () => `sendfile on; tcp_nopush on; server { listen 127.0.0.1:${nginxPort}; root ${objects}; }`,
  );
  const ratios: number[] = [];
  const signed = paths.map((path) => `/hls/t/${token}${path}`);
  const each = { connections: CONNECTIONS, seconds: SECONDS };
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    const bare = await measure({ ...each, port: nginxPort, paths });
    const ours = await measure({ ...each, port, paths: signed });
    ratios.push(ours.bytes_per_second / bare.bytes_per_second);
    const inMegabytes = ({ bytes_per_second, cpu_s }: Measured) =>
      `${round(bytes_per_second / 1e6, 0)} MB/s (load generator ${round(cpu_s)} CPU-s)`;
    console.log(`nginx ${inMegabytes(bare)}, Seodang ${inMegabytes(ours)}`);
  }
  await nginx.stop();
  return [
    {
      ...{ name: 'segments_ratio_to_nginx', value: round(median(ratios)), unit: 'x', limit: 0.6 },
      limit_what: `at least; nginx with one worker on the same files of 1.5 MB, ${CONNECTIONS} connections, median of ${ROUNDS} pairs, at a load of ${load()}`,
    },
  ];
}

/** The most megabytes that the server's process ever held. */
function peakOf(pid: number): number {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** What a large file adds to the memory of the server when many fetch it. */
async function memory(pid: number, before: number, port: number, token: string): Promise<Fresh[]> {
  const paths = [`/hls/t/${token}${prefix}720p/large.m4s`];
  await measure({ port, paths, connections: CONNECTIONS, seconds: 1 });
  return [
    {
      ...{ name: 'segments_memory_mb', value: round(peakOf(pid) - before, 0), unit: 'MB', limit: 100 },
      limit_what: `at most; what the server's peak grew by while ${CONNECTIONS} fetched a file of 400 MB each`,
    },
  ];
}

/** What each request for a segment costs before the file: its token; and what each start costs: its address. */
function signing(): Fresh[] {
  const keys = [{ id: 'v1', secret: randomBytes(32).toString('hex') }] as const;
  const now = new Date();
  const later = Math.floor(now.getTime() / 1000) + 600;
  const each = (turns: number) => {
    const started = performance.now();
    for (let turn = 0; turn < turns; turn += 1) {
      const token = signPrefix(keys, prefix, randomUUID(), later);
      if (!verifyPrefix(keys, prefix, token, now)) throw new Error('does not open');
    }
    return ((performance.now() - started) * 1000) / turns;
  };
  each(20_000);
  return [
    {
      ...{ name: 'token_and_signature_us', value: round(median([1, 2, 3, 4, 5].map(() => each(20_000)))) },
      ...{ unit: 'µs', limit: 40, limit_what: `at most; a path signed and checked, at a load of ${load()}` },
    },
  ];
}

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-segments-'));
const server = await startSeodang(dataDir, { RUNNER_CONCURRENCY: '0', LOG_LEVEL: 'error' });
try {
  const objects = join(dataDir, 'storage', 'objects');
  const paths = await writeSegments(objects);
  const { hls } = readSecrets(readConfig({ DATA_DIR: dataDir }));
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const token = signPrefix([{ id: 'v1', secret: hls }], prefix, randomUUID(), expiresAt);
  const port = Number(new URL(server.address).port);
  const pid = processOf(dataDir, /^\S*node \S*server\/main\.ts/);
  const before = peakOf(pid);
  const compared = await compare(objects, port, token, paths);
  record('npm run bench segments', [...compared, ...(await memory(pid, before, port, token)), ...signing()]);
} finally {
  server.signal('SIGTERM');
  await server.ended;
  await rm(dataDir, { recursive: true, force: true });
}
