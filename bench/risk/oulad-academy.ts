import type pg from 'pg';
import type { Course, Oulad, Seat } from './oulad-files.ts';

const DAY = 86_400_000;
const FIRST_MONDAY = Date.parse('2013-01-28T00:00:00Z');
/** The first day of the courses that the model is tried on. */
export const TRIED_FROM = Math.ceil((Date.parse('2014-02-01T00:00:00Z') - FIRST_MONDAY) / (7 * DAY));
/** Of the Open University. */
const PASS = 40;

export const dateOf = ({ starts_on }: Course, day: number) =>
  new Date(Date.parse(`${starts_on}T00:00:00Z`) + day * DAY);
export const isoOf = (date: Date) => date.toISOString().slice(0, 10);
export const mondayOf = (week: number) => new Date(FIRST_MONDAY + week * 7 * DAY);
/** The first Monday after a day. */
export const weekAfter = (date: Date) => Math.floor((date.getTime() - FIRST_MONDAY) / (7 * DAY)) + 1;
export const dueDaysOf = ({ pieces }: Course) =>
  [...new Set(pieces.map(({ day }) => day))].toSorted((a, b) => a - b);

export type Place = Seat & { enrollment: number; course_of: Course };

/**
 * The dataset as an academy: a course is a lecture; the day after work was due is a class session; each piece of work is
 * homework, which is handed in or not and late or not, and an exam of the same day, which its mark passes from 40 on.
 */
export async function openCourses(
  owner: pg.Client,
  { courses, seats }: Oulad,
): Promise<{ tenant_id: number; places: Place[] }> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into tenant (code, name, timezone) values ('oulad', 'oulad', 'UTC') returning id`,
  );
  const tenant_id = Number(rows[0]?.id);
  const sessions = courses.flatMap((course) =>
    dueDaysOf(course).map((day, at) => ({
      course: course.code,
      order: at + 1,
      date: isoOf(dateOf(course, day + 1)),
    })),
  );
  const pieces = courses.flatMap((course) =>
    course.pieces.map(({ id, day, is_collected }) => ({
      course: course.code,
      id,
      date: isoOf(dateOf(course, day + 1)),
      is_collected,
    })),
  );
  const run = (text: string, value: unknown) => owner.query(text, [tenant_id, JSON.stringify(value)]);
  await run(
    `insert into lecture (tenant_id, title) select $1, code from json_to_recordset($2) as c(code text)`,
    courses,
  );
  await owner.query(
    `update policy_version set exam_start_session_order = 1, homework_start_session_order = 1, homework_pass_type = 'SUBMIT' where tenant_id = $1`,
    [tenant_id],
  );
  await run(
    `insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
     select $1, l.id, c."order", 'C', c."order", c.date from json_to_recordset($2) as c(course text, "order" int, date date)
     join lecture l on l.tenant_id = $1 and l.title = c.course`,
    sessions,
  );
  const ofPieces = `from json_to_recordset($2) as p(course text, id int, date date, is_collected boolean) join lecture l on l.tenant_id = $1 and l.title = p.course
     join class_session s on s.lecture_id = l.id and s.date = p.date`;
  await run(
    `insert into exam (tenant_id, session_id, title, state, pass_score, closes_at) select $1, s.id, p.id, 'published', ${PASS}, p.date ${ofPieces}`,
    pieces,
  );
  await run(
    `insert into homework (tenant_id, session_id, title, due_at) select $1, s.id, p.id, (case when not p.is_collected then p.date end) ${ofPieces}`,
    pieces,
  );
  await run(
    `insert into student (tenant_id, name) select distinct $1::bigint, c.student from json_to_recordset($2) as c(student text) order by 2`,
    seats,
  );
  await owner.query(`set session_replication_role = replica`);
  await run(
    `insert into enrollment (tenant_id, lecture_id, student_id, status) select $1, l.id, s.id, 'INACTIVE' from json_to_recordset($2) as c(course text, student text)
     join lecture l on l.tenant_id = $1 and l.title = c.course join student s on s.tenant_id = $1 and s.name = c.student order by l.id, s.id`,
    seats,
  );
  await owner.query(
    `insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
     select $1, e.lecture_id, s.id, e.id from enrollment e join class_session s on s.lecture_id = e.lecture_id where e.tenant_id = $1`,
    [tenant_id],
  );
  await owner.query('analyze');
  const found = await owner.query<{ id: string; course: string; student: string }>(
    `select e.id, l.title as course, s.name as student from enrollment e join lecture l on l.id = e.lecture_id join student s on s.id = e.student_id where e.tenant_id = $1`,
    [tenant_id],
  );
  const idOf = new Map(found.rows.map(({ id, course, student }) => [`${course}:${student}`, Number(id)]));
  const courseOf = new Map(courses.map((course) => [course.code, course]));
  const places = seats.map((seat) => ({
    ...seat,
    enrollment: idOf.get(`${seat.course}:${seat.student}`) as number,
    course_of: courseOf.get(seat.course) as Course,
  }));
  return { tenant_id, places };
}

/** A piece of work of one student: `score` null where it was not marked. */
export type Work = { enrollment_id: number; piece: number; score: number | null; at: Date };

/** What was handed in until a day, as the screens would have written it. */
export async function handIn(owner: pg.Client, tenant_id: number, rows: readonly Work[]): Promise<void> {
  const lead = `with w as (select * from json_to_recordset($2) as w(enrollment_id bigint, piece text, score real, at timestamptz))`;
  const run = (text: string) => owner.query(`${lead} ${text}`, [tenant_id, JSON.stringify(rows)]);
  await run(
    `insert into submission (tenant_id, lecture_id, enrollment_id, homework_id, source, created_at)
     select $1, e.lecture_id, e.id, h.id, 'homework_image', w.at from w join enrollment e on e.id = w.enrollment_id
     join homework h on h.tenant_id = $1 and h.title = w.piece`,
  );
  await run(
    `insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
     select $1, x.id, w.enrollment_id, 0, w.score, 100, ${PASS}, w.at from w join exam x on x.tenant_id = $1 and x.title = w.piece
     where w.score is not null`,
  );
}
