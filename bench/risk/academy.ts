import type pg from 'pg';
import type { Db } from '../../server/core/db.ts';
import { AHEAD, LEAST_FAILED, type Look, lookAt } from './looks.ts';
import { knownChance, type Pupil, term, type Week } from './term.ts';

export const PUPILS = 600;
const CLASS = 40;
export const WEEKS = 24;
export const SEED = 20_251;
/** The first week that a model is tried on. */
export const TRIED_FROM = 16;
const QUESTIONS = 20;

const DAY = 86_400_000;
const dayOf = (week: number) =>
  new Date(Date.UTC(2025, 2, 3) + (week - 1) * 7 * DAY).toISOString().slice(0, 10);
/** The evening before the next class: what the week asked for is done by then, or not. */
const after = (week: number) => new Date(Date.parse(`${dayOf(week)}T20:00:00Z`) + 6 * DAY);
const isoOf = (date: Date) => date.toISOString().slice(0, 10);

/** An academy whose classes have a video, an exam and homework each week; nobody has done anything yet. */
async function emptyAcademy(owner: pg.Client) {
  const { rows } = await owner.query<{ id: string }>(
    `insert into tenant (code, name, timezone) values ('risk', 'risk', 'UTC') returning id`,
  );
  const tenant_id = Number(rows[0]?.id);
  const fill = [
    `insert into user_account (tenant_id, login_id, role, name) values ($1, 'owner', 'owner', 'Owner')`,
    `insert into lecture (tenant_id, title) select $1, n::text from generate_series(1, ${PUPILS / CLASS}) n`,
    `insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
     select $1, l.id, n, 'C', n, date '${dayOf(1)}' + 7 * (n - 1) from lecture l, generate_series(1, ${WEEKS}) n where l.tenant_id = $1`,
    `with s as (insert into student (tenant_id, name) select $1, l.id::text from lecture l, generate_series(1, ${CLASS}) where l.tenant_id = $1 returning id, name)
     insert into enrollment (tenant_id, lecture_id, student_id) select $1, name::bigint, id from s`,
    `insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
     select $1, c.lecture_id, c.id, e.id from class_session c join enrollment e on e.lecture_id = c.lecture_id where c.tenant_id = $1`,
    `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration_ms)
     select $1, id, 'v', 1, 'READY', 'k', 'h', 3600000 from class_session where tenant_id = $1`,
    `insert into exam (tenant_id, session_id, title, state) select $1, id, 'x', 'closed' from class_session where tenant_id = $1`,
    `insert into homework (tenant_id, session_id, title, due_at) select $1, id, 'h', date + interval '4 days 18 hours' from class_session where tenant_id = $1`,
    `insert into study_topic (tenant_id, title, lecture_id) select $1, 't', id from lecture where tenant_id = $1`,
    `insert into study_memory (tenant_id, student_id, study_question_id, study_topic_id, stability, difficulty, attempts, fails, last_day, due_day,
       not_passed, is_chronic, last_passed, last_at)
     select $1, e.student_id, n, t.id, 1, 5, 1, 0, date '${dayOf(1)}', date '${dayOf(WEEKS)}' + 99, 0, false, true, date '${dayOf(1)}'
     from enrollment e join study_topic t on t.lecture_id = e.lecture_id, generate_series(1, ${QUESTIONS}) n where e.tenant_id = $1`,
  ];
  for (const text of fill) await owner.query(text, [tenant_id]);
  const found = await owner.query<{ id: string }>(
    'select id from enrollment where tenant_id = $1 order by id',
    [tenant_id],
  );
  return { tenant_id, enrollments: found.rows.map(({ id }) => Number(id)) };
}

/** What a week brought, as the screens and runners would have written it. */
const happened = [
  `insert into attendance (tenant_id, session_id, enrollment_id, status)
   select $1, se.session_id, se.enrollment_id, w.attendance::attendance_status from w join se using (enrollment_id)`,
  `insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress, completed, completed_at, updated_at)
   select $1, v.id, se.enrollment_id, greatest(1, 3600000 * w.watched), w.watched, w.watched = 1, case when w.watched = 1 then done.at end, done.at
   from w join se using (enrollment_id) join video v on v.session_id = se.session_id
   cross join lateral (select se.date + interval '20 hours' + interval '1 day' * w.watch_lag_days as at) done where w.watched > 0`,
  `, u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source, created_at)
     select $1, se.lecture_id, se.enrollment_id, x.id, 'omr_manual', $3 from w join se using (enrollment_id)
     join exam x on x.session_id = se.session_id where w.score is not null returning id, exam_id, enrollment_id),
   t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
     select $1, exam_id, enrollment_id, 1, id, $3 from u returning id, exam_id, enrollment_id)
   insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
   select $1, t.exam_id, t.enrollment_id, t.id, w.score, 100, 60, $3 from t join w using (enrollment_id)`,
  `, u as (insert into submission (tenant_id, lecture_id, enrollment_id, homework_id, source, created_at)
     select $1, se.lecture_id, se.enrollment_id, h.id, 'homework_image', h.due_at - interval '1 day' * w.days_early from w join se using (enrollment_id)
     join homework h on h.session_id = se.session_id where w.handed_in returning id, enrollment_id)
   insert into submission_review (tenant_id, submission_id, verdict, reviewed_by, reviewed_at)
   select $1, u.id, (case when w.approved then 'approved' else 'returned' end)::homework_verdict, a.id, $3
   from u join w using (enrollment_id), user_account a where a.tenant_id = $1`,
  `update study_memory m set due_day = (case when m.study_question_id <= w.due_reviews then $3::date else $3::date + 7 end)
   from w join enrollment e on e.id = w.enrollment_id where m.tenant_id = $1 and m.student_id = e.student_id`,
];

type Academy = Awaited<ReturnType<typeof emptyAcademy>>;

async function live(
  owner: pg.Client,
  { tenant_id, enrollments }: Academy,
  week: number,
  did: readonly Week[],
): Promise<void> {
  const rows = JSON.stringify(did.map((one, at) => ({ ...one, enrollment_id: enrollments[at] })));
  const lead = `with w as (select * from json_to_recordset($2) as w(
      enrollment_id bigint, attendance text, watched real, score real, handed_in boolean, approved boolean, days_early real, watch_lag_days real, due_reviews int)),
    se as (select se.*, c.date from session_enrollment se join class_session c on c.id = se.session_id where se.tenant_id = $1 and c."order" = ${week})`;
  for (const text of happened)
    await owner.query(
      `${lead} ${text}`,
      [tenant_id, rows, after(week)].slice(0, text.includes('$3') ? 3 : 2),
    );
}

/** Looks at the whole academy after each week that has three weeks after it. */
export async function looksOfTerm(owner: pg.Client, db: Db): Promise<Look[]> {
  const academy = await emptyAcademy(owner);
  const seen: Omit<Look, 'failed'>[] = [];
  for (const [at, { did, pupils }] of term(SEED, PUPILS, WEEKS).entries()) {
    await live(owner, academy, at + 1, did);
    seen.push(...(await look(db, academy, at + 1, pupils)));
  }
  const missed = await incomplete(owner, academy);
  return seen
    .filter(({ known_week }) => known_week <= WEEKS)
    .map((one) => {
      const next = Array.from({ length: AHEAD }, (_, at) => one.week + 1 + at);
      const failed = next.filter((week) => missed.has(`${one.enrollment}:${week}`)).length >= LEAST_FAILED;
      return { ...one, failed };
    });
}

async function look(
  db: Db,
  academy: Academy,
  week: number,
  pupils: readonly Pupil[],
): Promise<Omit<Look, 'failed'>[]> {
  const { tenant_id, enrollments } = academy;
  const pupilOf = new Map(enrollments.map((id, at) => [id, pupils[at] as Pupil]));
  const seen = await lookAt(db, tenant_id, enrollments, isoOf(after(week)), after(week));
  return seen.map((one) => ({
    ...one,
    week,
    known_week: week + AHEAD,
    leaves: false,
    course_failed: null,
    known_chance:
      week < TRIED_FROM
        ? null
        : knownChance(pupilOf.get(one.enrollment) as Pupil, AHEAD, LEAST_FAILED, SEED + one.enrollment),
  }));
}

/** Which weeks stayed incomplete for whom, as it turned out in the end. */
async function incomplete(owner: pg.Client, { tenant_id }: Academy): Promise<Set<string>> {
  const { rows } = await owner.query<{ enrollment_id: string; week: number }>(
    `select p.enrollment_id, c."order" as week from session_progress p join class_session c on c.id = p.session_id
     where p.tenant_id = $1 and not p.completed`,
    [tenant_id],
  );
  return new Set(rows.map(({ enrollment_id, week }) => `${enrollment_id}:${week}`));
}
