import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { readConfig } from '../server/core/config.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { signAccess } from '../server/domains/identity/access.ts';
import { openOwner, processOf, startSeodang } from '../server/testing/process.ts';
import type { Load, Measured } from './viewers-load.ts';

export type Theatre = {
  owner: pg.Pool;
  address: string;
  port: number;
  secret: string;
  students: readonly Student[];
  /** Signed in, each with a playback. */
  viewers: Load['viewers'];
  cpuSeconds: () => { node: number; postgres: number };
  /** Resident memory of the server's Node, in MB. */
  memory: () => number;
};

/** A server of its own with so many students who watch a video; gone afterwards. */
export async function withViewers(
  count: number,
  work: (theatre: Theatre) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'seodang-viewers-'));
  const server = await startSeodang(dataDir, { RUNNER_CONCURRENCY: '0', LOG_LEVEL: 'error', ...env });
  const owner = await openOwner(dataDir);
  try {
    const { rows } = await owner.query<Record<keyof Student, string>>(academy(count));
    await owner.query('analyze');
    const students = rows.map((row) => ({
      ...{ tenant_id: Number(row.tenant_id), user_id: Number(row.user_id), role: row.role },
      ...{ login_session_id: Number(row.login_session_id), video_id: Number(row.video_id) },
    }));
    const { app: secret } = readSecrets(readConfig({ DATA_DIR: dataDir }));
    const address = server.address.replace('localhost', '127.0.0.1');
    const viewers = await startAll(address, secret, students);
    const main = processOf(dataDir, mainProcess);
    await work({
      ...{ owner, address, secret, students, viewers },
      port: Number(new URL(address).port),
      cpuSeconds: () => cpuSeconds(dataDir),
      memory: () => memoryOf(main),
    });
  } finally {
    await owner.end();
    server.signal('SIGTERM');
    await server.ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

const mainProcess = /^\S*node \S*server\/main\.ts/;

function memoryOf(pid: number): number {
  return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** A lecture with one ready video of two hours, and this many students with a seat, signed in. */
const academy = (viewers: number) => `
  with t as (insert into tenant (code, name) values ('bench', 'Bench') returning id),
  l as (insert into lecture (tenant_id, title) select id, 'Lecture' from t returning *),
  c as (insert into class_session (tenant_id, lecture_id, "order", title, regular_order) select tenant_id, id, 1, 'Week 1', 1 from l returning *),
  v as (insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
    select tenant_id, id, 'Video', 1, 'READY', 'videos/bench/1/a.mp4', 'media/hls/bench/videos/1/1-1/master.m3u8', 7200, 7200000 from c returning *),
  u as (insert into user_account (tenant_id, login_id, role, name) select t.id, 'student' || n, 'student', 'Student ' || n from t, generate_series(1, ${viewers}) n returning *),
  g as (insert into login_session (tenant_id, user_id, refresh_seed, expires_at) select tenant_id, id, '\\x00', now() + interval '1 day' from u returning *),
  s as (insert into student (tenant_id, user_id, name, phone) select tenant_id, id, name, '01012345678' from u returning *),
  e as (insert into enrollment (tenant_id, lecture_id, student_id) select s.tenant_id, l.id, s.id from s, l returning *),
  se as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) select e.tenant_id, e.lecture_id, c.id, e.id from e, c returning *),
  a as (insert into attendance (tenant_id, session_id, enrollment_id) select tenant_id, session_id, enrollment_id from se)
  select g.tenant_id, g.user_id, g.id as login_session_id, 'student' as role, v.id as video_id from g, v`;
export type Student = {
  tenant_id: number;
  user_id: number;
  login_session_id: number;
  role: string;
  video_id: number;
};

/** A playback each of these students, anew. */
export async function startAll(
  address: string,
  secret: string,
  students: readonly Student[],
): Promise<Load['viewers']> {
  const starts = students.map((student) => async () => {
    const { video_id, ...login } = student;
    const access = signAccess(secret, login, new Date());
    const { status, reply } = await startOne(address, access, video_id, 'bench');
    if (status !== 201) throw new Error(`start: ${status} ${JSON.stringify(reply)}`);
    return { access, token: String(reply.token) };
  });
  return await inParallel(starts, AT_ONCE);
}

const AT_ONCE = 200;

export async function startOne(address: string, access: string, video_id: number, device_id: string) {
  const reply = await fetch(`${address}/api/v1/playback/start`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
    body: JSON.stringify({ video_id, device_id }),
  });
  return { status: reply.status, reply: (await reply.json()) as Record<string, unknown> };
}

/** So many at a time; the results in the order of the work. */
export async function inParallel<T>(work: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = [];
  const left = work.entries();
  const hands = Array.from({ length: atOnce }, async () => {
    for (const [at, one] of left) results[at] = await one();
  });
  await Promise.all(hands);
  return results;
}

/** The access token of an owner of the academy. */
export async function accessOfOwner({ owner, secret, students }: Theatre): Promise<string> {
  const tenant_id = students[0]?.tenant_id ?? 0;
  const { rows } = await owner.query<{ user_id: string; id: string }>(
    `with u as (insert into user_account (tenant_id, login_id, role, name) values ($1, 'owner', 'owner', 'Owner') returning *)
     insert into login_session (tenant_id, user_id, refresh_seed, expires_at)
     select tenant_id, id, '\\x00', now() + interval '1 day' from u returning user_id, id`,
    [tenant_id],
  );
  const [login] = rows;
  const claims = {
    ...{ tenant_id, role: 'owner' as const },
    ...{ user_id: Number(login?.user_id), login_session_id: Number(login?.id) },
  };
  return signAccess(secret, claims, new Date());
}

/** Sends a load from a process of its own; throws when anything is refused. */
export async function measure(load: Load): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'viewers-load.ts'));
  child.send(load);
  const [measured] = (await once(child, 'message')) as [Measured];
  if (measured.refused > 0) throw new Error(`${measured.refused} refused, first: ${measured.first_refusal}`);
  return measured;
}

/** CPU seconds so far of the server's processes: its Node, and all of PostgreSQL, connections that were closed included. */
function cpuSeconds(dataDir: string): { node: number; postgres: number } {
  const postmaster = processOf(dataDir, /postgres.* -D /);
  const main = processOf(dataDir, mainProcess);
  const of = (pid: number) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const [own = 0, own_system = 0, gone = 0, gone_system = 0] = fields.slice(11, 15).map(Number);
    return { seconds: (own + own_system) / 100, ofGone: (gone + gone_system) / 100 };
  };
  const backends = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
    .split(' ')
    .filter(Boolean);
  return {
    node: of(main).seconds,
    postgres: backends.reduce((sum, pid) => sum + of(Number(pid)).seconds, of(postmaster).ofGone),
  };
}
