import type { Academy } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';
import { dayOf, type SessionFact, type Story, weekOf } from '#testing/progress-model.ts';

export const NOW = new Date('2026-03-10T03:00:00Z');
const MOMENTS = { past: '2026-03-05T00:00:00Z', future: '2026-04-05T00:00:00Z' } as const;
const instant = (when: 'past' | 'future' | null) => (when === null ? null : MOMENTS[when]);

type Place = { lecture: number; enrollment: number; mate: number; sessions: number[] };
type Query = (text: string, values: unknown[]) => Promise<unknown>;

/** Lectures with some class sessions, one student of whom stories can be told and one who is only there, each. */
export async function stage(kit: Kit, school: Academy, count: number, weeks: number): Promise<Place[]> {
  const { rows } = await kit.owner.query<Place>(
    `with l as (insert into lecture (tenant_id, title) select $1, 'L' || n from generate_series(1, $2::int) n returning id),
     s as (insert into student (tenant_id, name) select $1, name from l, unnest(array['S', 'mate']) name returning id, name),
     pair as (select l.id as lecture, s.id as student, name from (select id, row_number() over (order by id) as n from l) l
       join (select id, name, row_number() over (partition by name order by id) as n from s) s using (n)),
     seated as (insert into enrollment (tenant_id, lecture_id, student_id) select $1, lecture, student from pair returning id, lecture_id, student_id),
     e as (select g.id, g.lecture_id from seated g join pair on pair.student = g.student_id where name = 'S'),
     m as (select g.id, g.lecture_id from seated g join pair on pair.student = g.student_id where name = 'mate'),
     c as (insert into class_session (tenant_id, lecture_id, "order", title, session_type)
       select $1, l.id, n, 'C', 'SUPPLEMENT' from l, generate_series(1, $3::int) n returning id, lecture_id, "order"),
     se as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
       select $1, c.lecture_id, c.id, e.id from c join e using (lecture_id) returning session_id, enrollment_id),
     a as (insert into attendance (tenant_id, session_id, enrollment_id) select $1, session_id, enrollment_id from se)
     select e.lecture_id::int as lecture, e.id::int as enrollment, m.id::int as mate, array_agg(c.id::int order by c."order") as sessions
     from e join m using (lecture_id) join c using (lecture_id) group by 1, 2, 3 order by 1`,
    [school.tenant_id, count, weeks],
  );
  // As the database does by itself within a minute; until then it looks class sessions up by the wrong index.
  await kit.owner.query('analyze');
  return rows;
}

type Told = {
  session: SessionFact;
  week: number | null;
  day: string | null;
  id: number;
  lecture: number;
  enrollment: number;
  mate: number;
};
type From = (rows: readonly object[], text: string) => Promise<unknown>;

/** Makes the facts of these students what their stories say, whatever they were. */
export async function tell(
  kit: Kit,
  { tenant_id }: Academy,
  told: readonly (readonly [Place, Story])[],
): Promise<void> {
  const run: Query = (text, values) => kit.owner.query(text, values);
  const from = (rows: readonly object[], text: string) => run(text, [tenant_id, JSON.stringify(rows)]);
  const sessions = told.flatMap(([place, story]) =>
    story.sessions.map((session, at) => ({
      ...{ session, lecture: place.lecture, enrollment: place.enrollment, mate: place.mate },
      id: place.sessions[at] ?? 0,
      week: weekOf(story, at),
      day: dayOf(story, at),
    })),
  );
  await forget(
    run,
    sessions.map(({ id }) => id),
  );
  await tellPolicies(from, told);
  await tellDays(from, sessions);
  await tellDecisions(from, sessions);
  await tellVideos(from, sessions);
  await tellExams(from, sessions);
  await tellRetests(from, sessions);
  await tellHomework(from, sessions);
  await failSubmissions(run, sessions);
}

async function tellPolicies(from: From, told: readonly (readonly [Place, Story])[]): Promise<void> {
  const lectures = told.map(([{ lecture }]) => ({ lecture }));
  await from(
    lectures,
    `delete from policy_version y using jsonb_to_recordset($2) as p(lecture bigint)
     where y.tenant_id = $1 and y.lecture_id = p.lecture`,
  );
  await from(
    told.flatMap(([{ lecture }, { policies }]) =>
      policies.map((policy, at) => ({
        ...{ lecture, version: at + 1, ...policy },
        ...{ ef: policy.exams[0], et: policy.exams[1], hf: policy.homework[0], ht: policy.homework[1] },
      })),
    ),
    `insert into policy_version (tenant_id, lecture_id, version, effective_on, video_required_rate, exam_start_session_order,
       exam_end_session_order, homework_start_session_order, homework_end_session_order, homework_pass_type, homework_pass_score,
       warning_after, danger_after, low_score_warning_after, low_score_danger_after, grace_days)
     select $1, lecture, version, "from", required, ef, et, hf, ht, pass_type, pass_share, warning, danger, low_warning, low_danger, grace
     from jsonb_to_recordset($2) as p(lecture bigint, version int, "from" date, required int, ef int, et int, hf int, ht int,
       pass_type homework_pass_rule, pass_share numeric, warning int, danger int, low_warning int, low_danger int, grace int)`,
  );
}

async function tellDays(from: From, sessions: readonly Told[]): Promise<void> {
  await from(
    sessions.map(({ id, week, day, session: { attendance } }) => ({ id, week, attendance, date: day })),
    `with s as (select * from jsonb_to_recordset($2) as s(id bigint, week int, date date, attendance attendance_status)),
     a as (update attendance a set status = s.attendance from s where a.tenant_id = $1 and a.session_id = s.id)
     update class_session c set date = s.date, regular_order = s.week,
       session_type = case when s.week is null then 'SUPPLEMENT' else 'REGULAR' end::session_type
     from s where c.tenant_id = $1 and c.id = s.id`,
  );
}

async function tellDecisions(from: From, sessions: readonly Told[]): Promise<void> {
  await from(
    sessions.map(({ id, enrollment, session: { decided, excuses } }) => ({
      ...{ session: id, enrollment, decided, excuses },
    })),
    `with g as (select * from jsonb_to_recordset($2) as g(session bigint, enrollment bigint, decided boolean, excuses jsonb)),
     u as (select min(id) as id from user_account where tenant_id = $1),
     o as (insert into progress_override (tenant_id, session_id, enrollment_id, completed, reason, created_by)
       select $1, session, enrollment, decided, 'r', u.id from g, u where decided is not null)
     insert into requirement_excuse (tenant_id, session_id, enrollment_id, requirement, reason, created_by)
     select $1, session, enrollment, one::requirement_name, 'r', u.id from g, u, jsonb_array_elements_text(excuses) one`,
  );
}

async function tellVideos(from: From, sessions: readonly Told[]): Promise<void> {
  await from(
    sessions.flatMap(({ id, enrollment, session }) =>
      session.videos.map((video, at) => ({ session: id, enrollment, at: at + 1, ...video })),
    ),
    `with g as (select * from jsonb_to_recordset($2) as g(session bigint, enrollment bigint, at int, ready boolean, seconds int, share real)),
     v as (insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration_ms)
       select $1, session, 'v', at, case when ready then 'READY' else 'PROCESSING' end::video_status, 'k', 'h', seconds * 1000 from g
       returning id, session_id, "order")
     insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress)
     select $1, v.id, g.enrollment, case when g.share > 0 then 1 else 0 end, g.share
     from v join g on g.session = v.session_id and g.at = v."order"`,
  );
}

async function tellExams(from: From, sessions: readonly Told[]): Promise<void> {
  await from(
    sessions.flatMap(({ id, enrollment, mate, lecture, session }) =>
      session.exams.map(({ opens, published, closes, longer, ...exam }, at) => ({
        ...{ session: id, enrollment, mate, lecture, title: `${at}`, ...exam },
        ...{
          opens: opens && `${opens}T00:30:00+09:00`,
          published: published && `${published}T23:30:00+09:00`,
        },
        ...{ closes: instant(closes), longer: instant(longer) },
      })),
    ),
    `with g as (select * from jsonb_to_recordset($2) as g(session bigint, enrollment bigint, mate bigint, lecture bigint, title text, state exam_state,
       is_online boolean, others boolean, waits boolean, released boolean, opens timestamptz, published timestamptz, closes timestamptz, longer timestamptz, score numeric, pass_score numeric)),
     x as (insert into exam (tenant_id, session_id, title, state, is_online, opens_at, published_at, closes_at, released_at)
       select $1, session, title, state, is_online, opens, published, closes, case when released then now() end from g order by session, title returning id, session_id, title),
     pair as (select x.id, g.* from x join g on g.session = x.session_id and g.title = x.title),
     longer as (insert into exam_extension (tenant_id, exam_id, enrollment_id, closes_at)
       select $1, id, enrollment, longer from pair where longer is not null),
     taken as (
       select lecture, enrollment, id, score, pass_score from pair where score is not null
       union all select lecture, mate, id, 100, 0 from pair where others),
     waiting as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source)
       select $1, lecture, enrollment, id, 'omr_scan' from pair where waits),
     u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source)
       select $1, lecture, enrollment, id, 'omr_manual' from taken returning id, exam_id, enrollment_id),
     t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
       select $1, exam_id, enrollment_id, 1, id, now() from u returning id, exam_id, enrollment_id)
     insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
     select $1, t.exam_id, t.enrollment_id, t.id, b.score, 100, b.pass_score, now() from t join taken b on b.id = t.exam_id and b.enrollment = t.enrollment_id`,
  );
}

async function tellRetests(from: From, sessions: readonly Told[]): Promise<void> {
  await from(
    sessions.flatMap(({ id, enrollment, session }) =>
      session.exams.map(({ retest }, at) => ({ session: id, enrollment, title: `${at}`, retest })),
    ),
    `update result r set retest_score = g.retest from exam x
     join jsonb_to_recordset($2) as g(session bigint, enrollment bigint, title text, retest numeric) on g.session = x.session_id and g.title = x.title
     where x.tenant_id = $1 and r.tenant_id = x.tenant_id and r.exam_id = x.id and r.enrollment_id = g.enrollment and g.retest is not null`,
  );
}

async function tellHomework(from: From, sessions: readonly Told[]): Promise<void> {
  await from(
    sessions.flatMap(({ id, enrollment, lecture, session }) =>
      session.homework.map(({ due, longer, review, ...homework }, at) => ({
        ...{ session: id, enrollment, lecture, title: `${at}`, ...homework },
        ...{ verdict: review?.verdict ?? null, score: review?.score ?? null },
        ...{ due: instant(due), longer: instant(longer) },
      })),
    ),
    `with g as (select * from jsonb_to_recordset($2) as g(session bigint, enrollment bigint, lecture bigint, title text, rule homework_pass_rule,
       due timestamptz, longer timestamptz, pass_score numeric, max_score numeric, submitted text, verdict homework_verdict, score numeric)),
     w as (insert into homework (tenant_id, session_id, title, due_at, pass_rule, pass_score, max_score)
       select $1, session, title, due, rule, pass_score, max_score from g returning id, session_id, title),
     pair as (select w.id, g.* from w join g on g.session = w.session_id and g.title = w.title),
     longer as (insert into homework_extension (tenant_id, homework_id, enrollment_id, due_at)
       select $1, id, enrollment, longer from pair where longer is not null),
     u as (insert into submission (tenant_id, lecture_id, enrollment_id, homework_id, source)
       select $1, lecture, enrollment, id, 'homework_image' from pair where submitted <> 'not' returning id, homework_id)
     insert into submission_review (tenant_id, submission_id, verdict, score, reviewed_by, reviewed_at)
     select $1, u.id, b.verdict, b.score, (select id from user_account where tenant_id = $1 limit 1), now()
     from u join pair b on b.id = u.homework_id where b.verdict is not null`,
  );
}

async function failSubmissions(run: Query, sessions: readonly Told[]): Promise<void> {
  await run(
    `update submission u set status = 'failed' from homework w
     where w.id = u.homework_id and w.session_id = any($1) and w.title = any(array['0', '1']) and exists (
       select from jsonb_to_recordset($2) as g(session bigint, title text, submitted text)
       where g.session = w.session_id and g.title = w.title and g.submitted = 'failed')`,
    [
      sessions.map(({ id }) => id),
      JSON.stringify(
        sessions.flatMap(({ id, session }) =>
          session.homework.map(({ submitted }, at) => ({ session: id, title: `${at}`, submitted })),
        ),
      ),
    ],
  );
}

async function forget(run: Query, sessions: number[]): Promise<void> {
  const ofExams = '(select id from exam where session_id = any($1))';
  const ofHomework = '(select id from homework where session_id = any($1))';
  const submissions = `(select id from submission where exam_id in ${ofExams} or homework_id in ${ofHomework})`;
  for (const text of [
    'delete from progress_override where session_id = any($1)',
    'delete from requirement_excuse where session_id = any($1)',
    `delete from video_progress where video_id in (select id from video where session_id = any($1))`,
    `delete from video where session_id = any($1)`,
    `delete from result where exam_id in ${ofExams}`,
    `delete from attempt where exam_id in ${ofExams}`,
    `delete from submission_review where submission_id in ${submissions}`,
    `delete from submission where id in ${submissions}`,
    `delete from exam_extension where exam_id in ${ofExams}`,
    `delete from homework_extension where homework_id in ${ofHomework}`,
    `delete from exam where session_id = any($1)`,
    `delete from homework where session_id = any($1)`,
  ])
    await run(text, [sessions]);
}
