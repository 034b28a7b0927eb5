import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { buildApp } from '../server/app.ts';
import { readConfig } from '../server/core/config.ts';
import { openDb } from '../server/core/db.ts';
import { LiveFeed } from '../server/core/live.ts';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { openScope } from '../server/core/scope.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { openStorage } from '../server/core/storage/open.ts';
import { appUrlOf, migrate } from '../server/db/migrate.ts';
import { answerQuiz } from '../server/domains/study/answers.ts';
import { chooseFor } from '../server/domains/study/choose.ts';
import { hashOfToken } from '../server/domains/study/devices.ts';
import { finishQuiz, startQuiz } from '../server/domains/study/quiz.ts';
import { record } from './figures.ts';

const seconds = 6;
const students = 200;
const senders = 8;
const each = 20;

const fill = `
  insert into tenant (code, name) values ('bench', 'Bench');
  insert into lecture (tenant_id, title) values (1, 'Bench');
  insert into user_account (tenant_id, login_id, role, name) select 1, 'student-' || n, 'student', 'n' from generate_series(1, ${students}) n;
  insert into student (tenant_id, user_id, name) select 1, id, 'n' from user_account order by id;
  insert into enrollment (tenant_id, lecture_id, student_id) select 1, 1, id from student;
  insert into study_topic (tenant_id, title, lecture_id) values (1, 'small', 1), (1, 'large', 1);
  insert into study_question (tenant_id, study_topic_id, state, subject, body, choices, keys, tags, frequency, variant_group)
    select 1, case when n <= 300 then 1 else 2 end, 'published', 'subject ' || n % 4, 'question ' || n,
      '[{"id":"1","text":"a"},{"id":"2","text":"b"}]', '[["1"]]', array['tag ' || n % 500], n % 9, 'group ' || n / 3
    from generate_series(1, 100300) n;
  insert into study_quiz_session (tenant_id, student_id, user_id, study_topic_id, status, finalized_at, finished_at)
    select 1, s.id, s.user_id, 2, 'done', now(), now() from student s where s.id = 1;
  insert into study_attempt (tenant_id, student_id, study_quiz_session_id, uuid, seq, study_question_id, revision, selected, unsure,
    answered_at, at, received_at, outcome, is_correct)
    select 1, 1, z.id, z.uuid, n, 301 + n % 25000, 1, '["1"]', false, t.at, t.at, t.at,
      case when n % 3 = 0 then 'wrong'::study_outcome else 'correct' end, n % 3 <> 0
    from study_quiz_session z, generate_series(1, 50000) n, lateral (select now() - n * interval '5 minutes' as at) t;
  insert into study_memory (tenant_id, student_id, study_question_id, study_topic_id, stability, difficulty, attempts, fails, last_day, due_day,
    not_passed, is_chronic, last_passed, last_at)
    select 1, 1, 301 + n, 2, 1 + n % 90, 5, 2, n % 5, current_date - n % 90, current_date - n % 90 + n % 120, n % 5, n % 5 > 2, n % 3 <> 0,
      now() - n * interval '5 minutes'
    from generate_series(0, 24999) n;`;

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-study-'));
const database = await openPostgres(dataDir);
const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
const config = readConfig({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  STUDY_INGEST_ENABLED: 'true',
  DATABASE_POOL: '8',
});
const secrets = readSecrets(config);
await migrate(database.ownerUrl, secrets.databaseApp);
const url = appUrlOf(database.ownerUrl, secrets.databaseApp);
const clock = () => new Date();
const live = new LiveFeed(url);
const platform = {
  config,
  secrets,
  db: openDb(url, 8),
  live,
  storage: openStorage(config, secrets, clock),
  clock,
};
const app = await buildApp(platform);

const scopeOf = (user_id: number) =>
  openScope(platform.db, 1, { kind: 'user', user_id, role: 'student', login_session_id: 1 });

/** Sessions of twenty attempts by eight senders at once, each of another student. */
async function ingestRate(pubIds: readonly string[]) {
  const tokens = Array.from(
    { length: students },
    () => `study_1_${randomUUID().replaceAll('-', '')}${'x'.repeat(11)}`,
  );
  await owner.query(
    `insert into study_device (tenant_id, student_id, user_id, token_hash)
     select 1, s.id, s.user_id, h.hash from unnest($1::bytea[]) with ordinality h (hash, n) join student s on s.id = h.n`,
    [tokens.map(hashOfToken)],
  );
  await owner.query('vacuum analyze');
  let next = 0;
  let done = 0;
  const send = async () => {
    const n = next++;
    const now = Date.now();
    const attempts = Array.from({ length: each }, (_, seq) => ({
      ...{ seq, pub_id: pubIds[(n * 7 + seq * 11) % pubIds.length], selected: [seq % 3 ? '1' : '2'] },
      answered_at: new Date(now - (n % 20) * 86_400_000 - seq * 30_000).toISOString(),
    }));
    const reply = await app.inject({
      method: 'POST',
      url: '/api/v1/ingest/study/attempts',
      headers: { authorization: `Bearer ${tokens[n % students]}` },
      payload: { client_session_uuid: randomUUID(), sent_at: new Date(now).toISOString(), attempts },
    });
    if (reply.statusCode !== 200) throw new Error(reply.body);
    done += 1;
  };
  const run = async (until: number) => {
    await Promise.all(
      Array.from({ length: senders }, async () => {
        while (performance.now() < until) await send();
      }),
    );
  };
  await run(performance.now() + 1000);
  done = 0;
  const before = await cpuSeconds();
  const start = performance.now();
  await run(start + seconds * 1000);
  const rate = Math.round((done * 1000) / (performance.now() - start));
  return { rate, cpu: await cpuEach(before, done) };
}

/** CPU seconds so far of this process, which makes the load too, and of PostgreSQL's. */
async function cpuSeconds(): Promise<{ node: number; postgres: number }> {
  const { rows } = await owner.query<{ pid: number }>('select pid from pg_stat_activity');
  const of = ({ pid }: { pid: number }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  const { user, system } = process.cpuUsage();
  return { node: (user + system) / 1e6, postgres: rows.map(of).reduce((sum, one) => sum + one, 0) };
}

/** CPU that one of so many took, as a text. */
async function cpuEach(before: Awaited<ReturnType<typeof cpuSeconds>>, count: number): Promise<string> {
  const after = await cpuSeconds();
  const each = (name: keyof typeof after) => rounded(((after[name] - before[name]) * 1000) / count);
  return `CPU each: Node ${each('node')} ms, PostgreSQL ${each('postgres')} ms`;
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const rounded = (value: number) => Math.round(value * 10) / 10;

async function timed(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const start = performance.now();
    await work(n);
    taken.push(performance.now() - start);
  }
  return median(taken);
}

const wish = {
  ...{ study_topic_id: 2, target_per_subject: 25, subject_filter: null, wrong_only: false, daily_cap: 100 },
  ...{ abandon: true, device: '', app_version: '', timezone: 'Asia/Seoul', now: new Date() },
};

/** A hundred questions out of a bank of 100,000, by the slowest mode. */
async function chooseTimes() {
  const modes = ['random', 'frequent_focus', 'wrong_variants', 'due'] as const;
  const times: Record<string, number> = {};
  for (const quiz_mode of modes) {
    const choose = (seed: number) =>
      scopeOf(1).tx((tx) => chooseFor(tx, 1, { id: 2, bank_version: 0 }, { ...wish, quiz_mode, seed }));
    await choose(0);
    times[quiz_mode] = rounded(await timed(21, (n) => choose(n + 1)));
  }
  return times;
}

const ROUNDS = 15;

/** Ending a quiz session of twenty answers of the student with 50,000 attempts. */
async function finalizeTime() {
  const taken: number[] = [];
  let node = 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    const { quiz } = await startQuiz(scopeOf(1), {
      ...wish,
      quiz_mode: 'random',
      target_per_subject: 5,
      seed: n,
    });
    for (const { pub_id } of quiz.questions)
      await answerQuiz(scopeOf(1), quiz.id, { pub_id, selected: ['1'], unsure: false, elapsed_ms: null });
    const before = process.cpuUsage();
    const start = performance.now();
    await finishQuiz(scopeOf(1), quiz.id);
    taken.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    node += (user + system) / 1000 / ROUNDS;
  }
  return { ms: rounded(median(taken)), cpu: `CPU of Node ${rounded(node)} ms` };
}

try {
  await owner.query(fill);
  const { rows } = await owner.query<{ pub_id: string }>(
    'select pub_id from study_question where study_topic_id = 1',
  );
  const ingest = await ingestRate(rows.map(({ pub_id }) => pub_id));
  const choose = await chooseTimes();
  const finalize = await finalizeTime();
  const busy = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  const said = Object.entries(choose).map(([mode, ms]) => `${mode} ${ms}`);
  record('npm run bench study', [
    {
      ...{ name: 'ingest_sessions_per_s', value: ingest.rate, unit: '1/s', limit: 300 },
      limit_what: `at least; sessions of ${each}, ${senders} senders, load generator and database on the same cores; ${ingest.cpu}; ${busy}`,
    },
    {
      ...{ name: 'choose100_ms', value: Math.max(...Object.values(choose)), unit: 'ms', limit: 15 },
      limit_what: `at most; bank of 100,000, student with 50,000 attempts; ${said.join(', ')}; ${busy}`,
    },
    {
      ...{ name: 'finalize_ms', value: finalize.ms, unit: 'ms', limit: 15 },
      limit_what: `at most; 20 answers of the same student, the result read back; ${finalize.cpu}; ${busy}`,
    },
  ]);
} finally {
  await app.close();
  await platform.db.destroy();
  await owner.end();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
