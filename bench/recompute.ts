import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inTenant, openDb } from '../server/core/db.ts';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { appUrlOf, migrate } from '../server/db/migrate.ts';
import { recompute } from '../server/domains/progress/recompute.queries.ts';
import { record } from './figures.ts';

const TODAY = '2026-12-31';
const CLASS = 40;

/** Lectures of forty students; each class session has a video, an exam with results, and homework that was judged. */
const fill = [
  `insert into tenant (code, name) values ($1::text, $1::text) returning id`,
  `insert into user_account (tenant_id, login_id, role, name) values ($1, 'owner', 'owner', 'Owner')`,
  `insert into lecture (tenant_id, title) select $1, 'L' from generate_series(1, $2::int)`,
  `insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
   select $1, l.id, n, 'C', n, date '2026-01-01' + n from lecture l, generate_series(1, $2::int) n where l.tenant_id = $1`,
  `with s as (insert into student (tenant_id, name) select $1, l.id::text from lecture l, generate_series(1, ${CLASS}) where l.tenant_id = $1 returning id, name)
   insert into enrollment (tenant_id, lecture_id, student_id) select $1, name::bigint, id from s`,
  `insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
   select $1, c.lecture_id, c.id, e.id from class_session c join enrollment e on e.lecture_id = c.lecture_id where c.tenant_id = $1`,
  `insert into attendance (tenant_id, session_id, enrollment_id, status)
   select $1, session_id, enrollment_id, (array['PRESENT', 'ONLINE', 'ONLINE', 'ABSENT'])[1 + (session_id + enrollment_id) % 4]::attendance_status
   from session_enrollment where tenant_id = $1`,
  `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration_ms)
   select $1, id, 'v', 1, 'READY', 'k', 'h', 3600000 from class_session where tenant_id = $1`,
  `insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress)
   select $1, v.id, se.enrollment_id, 1, ((se.enrollment_id * 7 + v.id) % 11) / 10.0
   from video v join session_enrollment se on se.session_id = v.session_id where v.tenant_id = $1`,
  `insert into exam (tenant_id, session_id, title, state) select $1, id, 'x', 'closed' from class_session where tenant_id = $1`,
  `with u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source)
     select $1, se.lecture_id, se.enrollment_id, x.id, 'omr_manual' from exam x join session_enrollment se on se.session_id = x.session_id
     where x.tenant_id = $1 returning id, exam_id, enrollment_id),
   t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
     select $1, exam_id, enrollment_id, 1, id, now() from u returning id, exam_id, enrollment_id)
   insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
   select $1, exam_id, enrollment_id, id, (exam_id * 13 + enrollment_id) % 101, 100, 40, now() from t`,
  `insert into homework (tenant_id, session_id, title) select $1, id, 'h' from class_session where tenant_id = $1`,
  `with u as (insert into submission (tenant_id, lecture_id, enrollment_id, homework_id, source)
     select $1, se.lecture_id, se.enrollment_id, w.id, 'homework_image' from homework w join session_enrollment se on se.session_id = w.session_id
     where w.tenant_id = $1 and (se.enrollment_id + w.id) % 5 > 0 returning id)
   insert into submission_review (tenant_id, submission_id, verdict, reviewed_by, reviewed_at)
   select $1, u.id, 'approved', a.id, now() from u, user_account a where a.tenant_id = $1`,
];

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-bench-'));
const postgres = await openPostgres(dataDir, { fsync: true });
await migrate(postgres.ownerUrl, 'bench-only');
const owner = new pg.Client({ connectionString: postgres.ownerUrl });
await owner.connect();
const db = openDb(appUrlOf(postgres.ownerUrl, 'bench-only'), 1);

/** An academy of so many enrollments with so many class sessions each. */
async function academy(enrollments: number, sessions: number) {
  const [create = '', user = '', lectures = '', weeks = '', ...facts] = fill;
  const code = `bench-${enrollments}`;
  const { rows } = await owner.query<{ id: string }>(create, [code]);
  const tenant_id = Number(rows[0]?.id);
  await owner.query(user, [tenant_id]);
  await owner.query(lectures, [tenant_id, enrollments / CLASS]);
  await owner.query(weeks, [tenant_id, sessions]);
  for (const text of facts) await owner.query(text, [tenant_id]);
  await owner.query('vacuum analyze');
  const found = await owner.query<{ id: string }>('select id from enrollment where tenant_id = $1', [
    tenant_id,
  ]);
  return { tenant_id, enrollments: found.rows.map(({ id }) => Number(id)) };
}

type Academy = Awaited<ReturnType<typeof academy>>;

async function seconds({ tenant_id, enrollments }: Academy, changed: number): Promise<number> {
  const begun = performance.now();
  const rows = await inTenant(db, tenant_id, (tx) => recompute(tx, enrollments, TODAY, new Date()));
  const took = (performance.now() - begun) / 1000;
  if (rows.length !== changed) throw new Error(`${rows.length} enrollments changed, not ${changed}`);
  return took;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

try {
  const small = await academy(1000, 20);
  const first = await seconds(small, 1000);
  const again = await seconds(small, 0);
  const one: number[] = [];
  for (const id of small.enrollments.slice(0, 51))
    one.push(1000 * (await seconds({ ...small, enrollments: [id] }, 0)));
  const large = await academy(5000, 40);
  const many = await seconds(large, 5000);
  console.log(
    `1,000 × 20: ${round(first, 2)} s, again ${round(again, 2)} s; 5,000 × 40: ${round(many, 2)} s`,
  );
  const what =
    'at most; one process, each session with a video, an exam and homework; everything written anew';
  record('npm run bench recompute', [
    { name: 'recompute_1000x20_s', value: round(first, 2), unit: 's', limit: 0.5, limit_what: what },
    { name: 'recompute_5000x40_s', value: round(many, 2), unit: 's', limit: 5, limit_what: what },
    {
      name: 'recompute_one_ms',
      value: round(median(one), 2),
      unit: 'ms',
      limit: 3,
      limit_what: 'at most; one enrollment of 20 sessions among 1,000, nothing to write; median',
    },
  ]);
} finally {
  await db.destroy();
  await owner.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
