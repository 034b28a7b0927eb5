import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { AttendanceStatus, RequirementState, RiskLevel } from '#db/types.ts';
import { hasHiddenResult } from '#domains/progress/index.ts';

/** A student who is there, with the academy; undefined for who is gone. */
export function findChild(tx: Tx, student_id: number) {
  return tx
    .selectFrom('student as s')
    .innerJoin('tenant as t', 't.id', 's.tenant_id')
    .select(['s.id as student_id', 's.name', 't.name as academy', 't.timezone', 't.locale'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', '=', student_id)
    .where('s.deleted_at', 'is', null)
    .executeTakeFirst();
}
export type Child = NonNullable<Awaited<ReturnType<typeof findChild>>>;

export type LessonRow = {
  session_id: number;
  enrollment_id: number;
  lecture_title: string;
  title: string;
  is_make_up: boolean;
  date: string;
  starts_at: string | null;
  ends_at: string | null;
  attendance: AttendanceStatus;
  completed: boolean;
  video_state: RequirementState | null;
  exam_state: RequirementState | null;
  homework_state: RequirementState | null;
  /** A teacher said what it came to. */
  is_overridden: boolean;
  /** A result of it is not shown to families yet. */
  has_hidden_result: boolean;
};

/** The class sessions that a student may enter, from one day to another, by time. */
export async function listLessons(
  tx: Tx,
  student_id: number,
  { from, to, now }: { from: string; to: string; now: Date },
): Promise<LessonRow[]> {
  const { rows } = await sql<LessonRow>`
    select s.id as session_id, e.id as enrollment_id, l.title as lecture_title, s.title,
      s.session_type = 'SUPPLEMENT' as is_make_up, s.date::text as date,
      to_char(s.starts_at, 'HH24:MI') as starts_at, to_char(s.ends_at, 'HH24:MI') as ends_at,
      coalesce(a.status, 'UNSET') as attendance, coalesce(p.completed, false) as completed,
      p.video_state, p.exam_state, p.homework_state,
      coalesce(p.is_overridden, false) as is_overridden, ${hasHiddenResult('se', now)} as has_hidden_result
    from enrollment e
    join lecture l on l.tenant_id = e.tenant_id and l.id = e.lecture_id and l.deleted_at is null
    join session_enrollment se on se.tenant_id = e.tenant_id and se.enrollment_id = e.id
    join class_session s on s.tenant_id = se.tenant_id and s.id = se.session_id and s.deleted_at is null
    left join attendance a on a.tenant_id = se.tenant_id and a.session_id = se.session_id and a.enrollment_id = se.enrollment_id
    left join session_progress p on p.tenant_id = se.tenant_id and p.session_id = se.session_id and p.enrollment_id = se.enrollment_id
    where e.tenant_id = ${tx.tenant_id} and e.student_id = ${student_id} and e.status = 'ACTIVE'
      and s.date between ${from} and ${to}
    order by s.date, s.starts_at nulls last, s.id`.execute(tx);
  return rows;
}

type Seat = Pick<LessonRow, 'session_id' | 'enrollment_id'>;

/** The pairs of class session and enrollment, for `unnest`. */
function pairs(seats: readonly Seat[]) {
  const sessions = seats.map(({ session_id }) => session_id);
  const enrollments = seats.map(({ enrollment_id }) => enrollment_id);
  return sql`unnest(${sessions}::bigint[], ${enrollments}::bigint[]) as seat(session_id, enrollment_id)`;
}

export type VideoRow = Seat & {
  title: string;
  watched_ms: number;
  duration_ms: number;
  completed: boolean;
  plays: number;
  last_played_at: Date | null;
};

/** What was really played of the videos of these class sessions, with the plays that are the evidence. */
export async function listWatched(tx: Tx, seats: readonly Seat[]): Promise<VideoRow[]> {
  const { rows } = await sql<VideoRow>`
    select seat.session_id, seat.enrollment_id, v.title, coalesce(p.watched_ms, 0) as watched_ms,
      coalesce(v.duration_ms, 0) as duration_ms, coalesce(p.completed, false) as completed,
      played.plays, played.last_played_at
    from ${pairs(seats)}
    join video v on v.tenant_id = ${tx.tenant_id} and v.session_id = seat.session_id and v.status = 'READY' and v.deleted_at is null
    left join video_progress p on p.tenant_id = v.tenant_id and p.video_id = v.id and p.enrollment_id = seat.enrollment_id
    cross join lateral (
      select count(*)::int as plays, max(ps.last_seen_at) as last_played_at from playback_session ps
      where ps.tenant_id = v.tenant_id and ps.video_id = v.id and ps.enrollment_id = seat.enrollment_id) played
    order by v.id`.execute(tx);
  return rows;
}

export type ResultRow = Seat & {
  exam_id: number;
  title: string;
  total_score: number;
  max_score: number;
  pass_score: number;
  retest_score: number | null;
  passed: boolean;
};

/** Results that families may see. */
export async function listShownResults(tx: Tx, seats: readonly Seat[], now: Date): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select seat.session_id, seat.enrollment_id, x.id as exam_id, x.title, r.total_score, r.max_score, r.pass_score, r.retest_score, r.passed
    from ${pairs(seats)}
    join exam x on x.tenant_id = ${tx.tenant_id} and x.session_id = seat.session_id and x.deleted_at is null
    join result r on r.tenant_id = x.tenant_id and r.exam_id = x.id and r.enrollment_id = seat.enrollment_id
    where app.is_shown(x, ${now})
    order by x.id`.execute(tx);
  return rows;
}

export type HomeworkRow = Seat & {
  title: string;
  due_at: Date | null;
  handed_in_at: Date | null;
  is_late: boolean;
};

export async function listHandedIn(tx: Tx, seats: readonly Seat[]): Promise<HomeworkRow[]> {
  const { rows } = await sql<HomeworkRow>`
    select seat.session_id, seat.enrollment_id, h.title, coalesce(x.due_at, h.due_at) as due_at,
      given.created_at as handed_in_at, coalesce(given.is_late, false) as is_late
    from ${pairs(seats)}
    join homework h on h.tenant_id = ${tx.tenant_id} and h.session_id = seat.session_id and h.deleted_at is null
    left join homework_extension x on x.tenant_id = h.tenant_id and x.homework_id = h.id and x.enrollment_id = seat.enrollment_id
    left join lateral (
      select s.created_at, s.is_late from submission s
      where s.tenant_id = h.tenant_id and s.homework_id = h.id and s.enrollment_id = seat.enrollment_id and s.superseded_at is null
      order by s.id desc limit 1) given on true
    order by h.id`.execute(tx);
  return rows;
}

export type LectureRow = {
  enrollment_id: number;
  lecture_id: number;
  lecture_title: string;
  due_sessions: number;
  completed_sessions: number;
  came: number;
  late: number;
  absent: number;
  risk_level: RiskLevel | null;
};

/** Where a student stands in each lecture; nothing of it tells a result that is not shown yet. */
export async function listStandings(
  tx: Tx,
  student_id: number,
  { today, now }: { today: string; now: Date },
): Promise<LectureRow[]> {
  const { rows } = await sql<LectureRow>`
    select e.id as enrollment_id, l.id as lecture_id, l.title as lecture_title,
      count(*) filter (where s.date <= ${today})::int as due_sessions,
      count(*) filter (where s.date <= ${today} and p.completed and not hidden.is_so)::int as completed_sessions,
      count(*) filter (where a.status in ('PRESENT', 'EARLY_LEAVE', 'ONLINE', 'SUPPLEMENT'))::int as came,
      count(*) filter (where a.status = 'LATE')::int as late,
      count(*) filter (where a.status in ('ABSENT', 'RAN_OFF'))::int as absent,
      case when coalesce(bool_or(hidden.is_so), false) then null else coalesce(max(g.risk_level), 'NORMAL') end as risk_level
    from enrollment e
    join lecture l on l.tenant_id = e.tenant_id and l.id = e.lecture_id and l.deleted_at is null
    left join session_enrollment se on se.tenant_id = e.tenant_id and se.enrollment_id = e.id
    left join class_session s on s.tenant_id = se.tenant_id and s.id = se.session_id and s.deleted_at is null
    left join attendance a on a.tenant_id = se.tenant_id and a.session_id = s.id and a.enrollment_id = e.id
    left join session_progress p on p.tenant_id = se.tenant_id and p.session_id = s.id and p.enrollment_id = e.id
    left join lecture_progress g on g.tenant_id = e.tenant_id and g.enrollment_id = e.id
    cross join lateral (select exists (
      select from exam x join result r on r.tenant_id = x.tenant_id and r.exam_id = x.id and r.enrollment_id = e.id
      where x.tenant_id = e.tenant_id and x.session_id = s.id and x.deleted_at is null and not app.is_shown(x, ${now})) as is_so) hidden
    where e.tenant_id = ${tx.tenant_id} and e.student_id = ${student_id} and e.status = 'ACTIVE'
    group by e.id, l.id
    order by l.title, e.id`.execute(tx);
  return rows;
}

export type ClinicRow = {
  lecture_title: string;
  session_title: string;
  state: 'open' | 'approved' | 'booked' | 'done';
  starts_at: Date | null;
};

/** Clinics that a student still needs, and those that were done since a day; none for a result that is not shown yet. */
export async function listClinics(
  tx: Tx,
  student_id: number,
  { from, now }: { from: string; now: Date },
): Promise<ClinicRow[]> {
  const { rows } = await sql<ClinicRow>`
    select l.title as lecture_title, s.title as session_title, k.state, slot.starts_at
    from enrollment e
    join clinic_link k on k.tenant_id = e.tenant_id and k.enrollment_id = e.id and k.state <> 'dismissed'
    join class_session s on s.tenant_id = k.tenant_id and s.id = k.session_id and s.deleted_at is null
    join lecture l on l.tenant_id = s.tenant_id and l.id = s.lecture_id and l.deleted_at is null
    left join lateral (
      select c.starts_at from clinic_booking b join clinic_slot c on c.tenant_id = b.tenant_id and c.id = b.slot_id
      where b.tenant_id = k.tenant_id and b.link_id = k.id and b.state = 'booked'
      order by c.starts_at limit 1) slot on true
    where e.tenant_id = ${tx.tenant_id} and e.student_id = ${student_id} and e.status = 'ACTIVE'
      and (k.state <> 'done' or k.closed_at >= ${from}::date)
      and not exists (select from exam x join result r on r.tenant_id = x.tenant_id and r.exam_id = x.id and r.enrollment_id = e.id
        where x.tenant_id = e.tenant_id and x.session_id = k.session_id and x.deleted_at is null and not app.is_shown(x, ${now}))
    order by k.id`.execute(tx);
  return rows;
}
