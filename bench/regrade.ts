import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inTenant, openDb } from '../server/core/db.ts';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { appUrlOf, migrate } from '../server/db/migrate.ts';
import { gradeExam } from '../server/domains/results/grading.queries.ts';
import { listItems, summarise } from '../server/domains/results/statistics.queries.ts';
import { record } from './figures.ts';

const rounds = 9;

/** An exam of 45 questions that 300 students handed in, four answers of five right. */
const fill = `
  with t as (insert into tenant (code, name) values ('bench', 'Bench') returning id),
  l as (insert into lecture (tenant_id, title) select id, 'Mathematics' from t returning *),
  c as (insert into class_session (tenant_id, lecture_id, "order", title, regular_order) select tenant_id, id, 1, '1', 1 from l returning *),
  s as (insert into student (tenant_id, name) select t.id, 'Student ' || n from t, generate_series(1, 300) n returning *),
  e as (insert into enrollment (tenant_id, lecture_id, student_id) select s.tenant_id, l.id, s.id from s, l returning *),
  x as (insert into exam (tenant_id, session_id, title, state) select tenant_id, id, 'Exam', 'published' from c returning *),
  h as (insert into exam_sheet (tenant_id, exam_id) select tenant_id, id from x returning *),
  q as (insert into exam_question (tenant_id, exam_id, sheet_id, number, choices, keys)
    select h.tenant_id, h.exam_id, h.id, n, 5, jsonb_build_array((1 + n % 5)::text) from h, generate_series(1, 45) n returning *),
  u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source) select e.tenant_id, e.lecture_id, e.id, x.id, 'omr_manual' from e, x returning *)
  insert into submission_answer (tenant_id, submission_id, exam_id, exam_question_id, answer)
  select u.tenant_id, u.id, u.exam_id, q.id, (1 + (q.number + case when random() < 0.8 then 0 else 1 end) % 5)::text from u, q
  returning tenant_id, exam_id`;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const tenth = (value: number) => Math.round(value * 10) / 10;

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-bench-'));
const postgres = await openPostgres(dataDir, { fsync: true });
try {
  await migrate(postgres.ownerUrl, 'bench-only');
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ tenant_id: string; exam_id: string }>(fill);
  const [tenant_id, exam_id] = [Number(rows[0]?.tenant_id), Number(rows[0]?.exam_id)];
  await owner.query(`update submission set status = 'answers_ready'`);
  const db = openDb(appUrlOf(postgres.ownerUrl, 'bench-only'), 1);
  const grade = () =>
    inTenant(db, tenant_id, (tx) => gradeExam(tx, { exam_id, only: null, at: new Date(), why: 'bench' }));
  await grade();
  await owner.query('vacuum analyze');
  const grading: number[] = [];
  const statistics: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await owner.query(
      `update exam_question set keys = jsonb_build_array((1 + (number + $2) % 5)::text) where number = $1`,
      [round, 1],
    );
    const begun = performance.now();
    const changed = await grade();
    grading.push(performance.now() - begun);
    if (changed.length < 200) throw new Error('a key changed, and hardly anybody’s result');
    const asked = performance.now();
    await inTenant(db, tenant_id, async (tx) => {
      await summarise(tx, exam_id);
      await listItems(tx, exam_id);
    });
    statistics.push(performance.now() - asked);
  }
  console.log(
    `regrade: ${grading.map(tenth).join(', ')} ms; statistics: ${statistics.map(tenth).join(', ')} ms`,
  );
  await db.destroy();
  await owner.end();
  const what = 'at most; median in the database, 300 students × 45 questions';
  record('npm run bench regrade', [
    { name: 'regrade_300x45_ms', value: tenth(median(grading)), unit: 'ms', limit: 150, limit_what: what },
    {
      name: 'exam_statistics_300x45_ms',
      value: tenth(median(statistics)),
      unit: 'ms',
      limit: 100,
      limit_what: what,
    },
  ]);
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
