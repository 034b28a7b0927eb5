import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAcademy } from '../packages/contract/auth.ts';
import { createCall, type Send } from '../packages/contract/call.ts';
import { addClassSession } from '../packages/contract/class-sessions.ts';
import { createLecture } from '../packages/contract/lectures.ts';
import { completeUpload, initUpload, uploadPartUrls } from '../packages/contract/video-upload.ts';
import { lectureClip } from '../server/testing/clips.ts';
import { processesOf, startSeodang } from '../server/testing/process.ts';
import { record } from './figures.ts';

const GB = 1024 ** 3;
const AT_ONCE = 3;
const ROUNDS = 3;
const filling = Buffer.alloc(16 * 1024 ** 2, 'a lesson');
const TICKS_PER_SECOND = 100;

/** A real video of 1 GB, part by part: a clip, and behind it a box that players skip. */
function partOf(part_number: number, part_size: number): Buffer<ArrayBuffer> {
  if (part_number > 1) return filling.subarray(0, Math.min(part_size, GB - (part_number - 1) * part_size));
  const clip = lectureClip();
  const box = Buffer.alloc(8);
  box.writeUInt32BE(GB - clip.length);
  box.write('free', 4, 'latin1');
  return Buffer.concat([clip, box, filling]).subarray(0, part_size);
}

async function makeSource(path: string): Promise<void> {
  const file = await open(path, 'w');
  for (let number = 1; number <= GB / filling.length; number += 1)
    await file.appendFile(partOf(number, filling.length));
  await file.sync();
  await file.close();
}

async function seconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** What `cp` and making sure that it is on the disk take; `sync FILE` waits for that file alone. */
function copy(source: string, target: string): Promise<number> {
  return seconds(() => {
    execFileSync('cp', [source, target]);
    execFileSync('sync', [target]);
  });
}

/** The class session of a fresh academy, and its owner as a client of the API. */
async function openSchool(address: string) {
  let token = '';
  const send: Send = (url, init) => {
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    return fetch(`${address}/api/v1${url}`, { ...init, headers });
  };
  const call = createCall(send);
  const owner = { owner_name: '원장', phone: '01012345678', password: 'a long enough phrase' };
  const academy = { academy_code: 'bench', academy_name: '시험 학원' };
  token = (await call(openAcademy, { body: { ...academy, ...owner } })).access_token;
  const lecture = await call(createLecture, { body: { title: '수학' } });
  const added = await call(addClassSession, { params: { id: lecture.id }, body: { title: '1주차' } });
  return { call, session: added.id };
}

type School = Awaited<ReturnType<typeof openSchool>>;

/** From memory: in real life the sender's work is done by another machine. */
async function put(url: URL, body: Buffer): Promise<void> {
  const sent = request(url, { method: 'PUT', headers: { 'content-length': body.length } });
  sent.end(body);
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  reply.resume();
  if (reply.statusCode !== 200) throw new Error(`a part was answered with ${reply.statusCode}`);
}

async function putAll(queue: (() => Promise<void>)[]): Promise<void> {
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The same parts to a server that does nothing but write them. */
function uploadBare(address: string): Promise<void> {
  const numbers = Array.from({ length: GB / filling.length }, (_, index) => index + 1);
  return putAll(
    numbers.map((number) => () => put(new URL(`/${number}`, address), partOf(number, filling.length))),
  );
}

/** From the first request to the accepted video, as a browser sends it: three parts at a time. */
async function upload({ call, session }: School, address: string): Promise<void> {
  const form = { session, title: '1강', filename: '1강.mp4', size: GB };
  const { video, upload: plan } = await call(initUpload, { body: form });
  const params = { id: video.id };
  const part_numbers = Array.from({ length: plan.part_count ?? 0 }, (_, index) => index + 1);
  const { parts: queue } = await call(uploadPartUrls, { params, body: { part_numbers } });
  await putAll(
    queue.map((part) => () => put(new URL(part.url, address), partOf(part.part_number, plan.part_size))),
  );
  const accepted = await call(completeUpload, { params });
  if (accepted.status !== 'UPLOADED') throw new Error(`${accepted.status}: ${accepted.error_reason}`);
}

/** Seconds of CPU time that a process has used. */
function cpuOf(pid: number): number {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(' ')
    .slice(13, 15)
    .map(Number);
  return (user + system) / TICKS_PER_SECOND;
}

/** The most megabytes that the server's process ever held. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

function serverOf(dataDir: string): number {
  const server = processesOf(dataDir).find(({ command }) => /node \S*server\/main\.ts/.test(command));
  if (!server) throw new Error('the server is not among its processes');
  return server.pid;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

const folder = await mkdtemp(join(tmpdir(), 'seodang-upload-'));
const dataDir = join(folder, 'data');
const source = join(folder, 'source.mp4');
await makeSource(source);
const bareFolder = join(folder, 'bare');
await mkdir(bareFolder);
const bare = fork(join(import.meta.dirname, 'upload-bare.ts'), [bareFolder]);
const [bareAddress] = (await once(bare, 'message')) as [string];
const server = await startSeodang(dataDir, { RUNNER_CONCURRENCY: '0' });
try {
  const school = await openSchool(server.address);
  const pid = serverOf(dataDir);
  const before = peakOf(pid);
  const ratios: number[] = [];
  const bareRatios: number[] = [];
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    const target = join(folder, 'copy');
    const copied = await copy(source, target);
    await rm(target);
    const cpu = cpuOf(pid);
    const uploaded = await seconds(() => upload(school, server.address));
    const used = cpuOf(pid) - cpu;
    // Each writes into memory that the one before it has freed; new memory would cost some of them more.
    await rm(join(dataDir, 'storage', 'objects'), { recursive: true });
    const bareTook = await seconds(() => uploadBare(bareAddress));
    await rm(bareFolder, { recursive: true });
    await mkdir(bareFolder);
    ratios.push(copied / uploaded);
    bareRatios.push(copied / bareTook);
    console.log(
      `cp and sync ${copied.toFixed(2)} s, upload ${uploaded.toFixed(2)} s, server ${used.toFixed(2)} CPU-s, bare ${bareTook.toFixed(2)} s`,
    );
  }
  const grown = peakOf(pid) - before;
  console.log(
    `load of the machine ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  const load = (loadavg()[0] ?? 0).toFixed(1);
  record('npm run bench upload', [
    {
      name: 'upload_ratio_to_cp',
      value: round(median(ratios)),
      unit: 'x',
      limit: 0.5,
      limit_what: `at least; cp and sync of the same 1 GB on the same disk, median of three pairs, at a load of ${load}`,
    },
    {
      name: 'upload_bare_ratio',
      value: round(median(bareRatios)),
      unit: 'x',
      limit: round(median(ratios)),
      limit_what:
        'for comparison, same run: a bare Node HTTP server that writes the same parts and does nothing else',
    },
    {
      name: 'upload_memory_mb',
      value: round(grown, 0),
      unit: 'MB',
      limit: 150,
      limit_what: "at most; what the server's peak grew by while 3 GB went through it",
    },
  ]);
} finally {
  bare.disconnect();
  server.signal('SIGINT');
  await server.ended;
  await rm(folder, { recursive: true, force: true });
}
