import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readConfig } from '../server/core/config.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { signAccess } from '../server/domains/identity/access.ts';
import { freePort } from '../server/testing/free-port.ts';
import { openOwner, processOf, startSeodang } from '../server/testing/process.ts';
import { record } from './figures.ts';

const students = 500;
const start_within_ms = 10_000;
const answer_every_ms = 5_000;
const lasts_ms = 60_000;
const killed_after_ms = 35_000;
const questions = 20;

/** A published online exam, and this many students with a seat, signed in. */
const academy = `
  with t as (insert into tenant (code, name) values ('bench', 'Bench') returning id),
  l as (insert into lecture (tenant_id, title) select id, 'Lecture' from t returning *),
  c as (insert into class_session (tenant_id, lecture_id, "order", title, regular_order) select tenant_id, id, 1, 'Week 1', 1 from l returning *),
  x as (insert into exam (tenant_id, session_id, title, state, is_online, time_limit_minutes) select tenant_id, id, 'Exam', 'published', true, 50 from c returning *),
  h as (insert into exam_sheet (tenant_id, exam_id) select tenant_id, id from x returning *),
  q as (insert into exam_question (tenant_id, exam_id, sheet_id, number, choices, keys) select tenant_id, exam_id, id, n, 5, '["3"]' from h, generate_series(1, ${questions}) n),
  u as (insert into user_account (tenant_id, login_id, role, name) select t.id, 'student' || n, 'student', 'Student ' || n from t, generate_series(1, ${students}) n returning *),
  g as (insert into login_session (tenant_id, user_id, refresh_seed, expires_at) select tenant_id, id, '\\x00', now() + interval '1 day' from u returning *),
  s as (insert into student (tenant_id, user_id, name) select tenant_id, id, name from u returning *),
  e as (insert into enrollment (tenant_id, lecture_id, student_id) select s.tenant_id, l.id, s.id from s, l returning *),
  se as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) select e.tenant_id, e.lecture_id, c.id, e.id from e, c returning *)
  select g.tenant_id, g.user_id, g.id as login_session_id, e.id as enrollment_id, x.id as exam_id
  from x, g join s on s.user_id = g.user_id join e on e.student_id = s.id`;
type Row = Record<'tenant_id' | 'user_id' | 'login_session_id' | 'enrollment_id' | 'exam_id', string>;

const times: number[] = [];
let again = 0;

/** Sends until somebody answers, as a browser does when the network is gone; only what was answered is timed. */
async function insist(url: string, method: string, access: string, body: object): Promise<unknown> {
  for (;;) {
    const begun = performance.now();
    try {
      const headers = { authorization: `Bearer ${access}`, 'content-type': 'application/json' };
      const reply = await fetch(url, { method, headers, body: JSON.stringify(body) });
      const answer: unknown = await reply.json();
      if (reply.status === 200) {
        times.push(performance.now() - begun);
        return answer;
      }
      if (reply.status !== 503)
        throw new Error(`${method} ${url}: ${reply.status} ${JSON.stringify(answer)}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    again += 1;
    await setTimeout(500);
  }
}

type Acknowledged = { sitting_id: number; exam_question_id: number; answer: string; seq: number };

/** One student: starts at some moment, then answers at a steady pace; returns the last answer to each question. */
async function sit(address: string, access: string, row: Row): Promise<Acknowledged[]> {
  await setTimeout(Math.random() * start_within_ms);
  const { enrollment_id, exam_id } = row;
  const body = { enrollment_id: Number(enrollment_id) };
  const sitting = (await insist(`${address}/exams/${exam_id}/start`, 'POST', access, body)) as {
    id: number;
    questions: { id: number }[];
  };
  const last = new Map<number, Acknowledged>();
  const until = Date.now() + lasts_ms;
  for (let seq = 1; Date.now() < until; seq += 1) {
    const exam_question_id = sitting.questions[seq % 7]?.id ?? 0;
    const answer = String(1 + (seq % 5));
    await insist(`${address}/sittings/${sitting.id}/answers/${exam_question_id}`, 'PUT', access, {
      answer,
      seq,
    });
    last.set(exam_question_id, { sitting_id: sitting.id, exam_question_id, answer, seq });
    await setTimeout(answer_every_ms);
  }
  return [...last.values()];
}

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-exam-'));
const env = { PORT: String(await freePort()), RUNNER_CONCURRENCY: '0', LOG_LEVEL: 'error' };
let server = await startSeodang(dataDir, env);
const owner = await openOwner(dataDir);
try {
  const { rows } = await owner.query<Row>(academy);
  await owner.query('analyze');
  const { app: secret } = readSecrets(readConfig({ DATA_DIR: dataDir }));
  const address = `http://127.0.0.1:${env.PORT}/api/v1`;
  const everybody = rows.map((row) => {
    const { tenant_id, user_id, login_session_id } = row;
    const login = { tenant_id: Number(tenant_id), user_id: Number(user_id), role: 'student' as const };
    const access = signAccess(secret, { ...login, login_session_id: Number(login_session_id) }, new Date());
    return sit(address, access, row);
  });
  const kill = setTimeout(killed_after_ms).then(async () => {
    process.kill(processOf(dataDir, /^\S*node \S*server\/main\.ts/), 'SIGKILL');
    await server.ended;
    server = await startSeodang(dataDir, env);
  });
  const acknowledged = (await Promise.all(everybody)).flat();
  await kill;
  const { rows: kept } = await owner.query<{ key: string; answer: string }>(
    `select sitting_id || ':' || exam_question_id || ':' || seq as key, answer from sitting_answer`,
  );
  const stored = new Map(kept.map(({ key, answer }) => [key, answer]));
  const lost = acknowledged.filter(
    ({ sitting_id, exam_question_id, seq, answer }) =>
      stored.get(`${sitting_id}:${exam_question_id}:${seq}`) !== answer,
  );
  const sorted = times.toSorted((a, b) => a - b);
  const p99 = Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0);
  console.log(
    `${times.length} answered, ${again} tried again; p50 ${Math.round(sorted[sorted.length >> 1] ?? 0)} ms`,
  );
  const what = `at most; ${students} starts in ten seconds and an answer each every 5 s, kill -9 in the middle, load generator on the same cores`;
  record('npm run bench exam-start', [
    { name: 'exam_start500_p99_ms', value: p99, unit: 'ms', limit: 300, limit_what: what },
    {
      name: 'exam_answers_lost',
      value: lost.length,
      unit: '',
      limit: 0,
      limit_what: 'acknowledged answers that are not there',
    },
  ]);
  if (lost.length > 0) process.exitCode = 1;
} finally {
  await owner.end();
  server.signal('SIGTERM');
  await server.ended;
  await rm(dataDir, { recursive: true, force: true });
}
