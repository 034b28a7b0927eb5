import type pg from 'pg';
import { type Db, inTenant } from '../../server/core/db.ts';
import { recompute } from '../../server/domains/progress/recompute.queries.ts';
import { AHEAD, LEAST_FAILED, type Look, lookAt } from './looks.ts';
import {
  dateOf,
  dueDaysOf,
  handIn,
  isoOf,
  mondayOf,
  openCourses,
  type Place,
  type Work,
  weekAfter,
} from './oulad-academy.ts';
import type { Course, Oulad } from './oulad-files.ts';

const HOUR = 3_600_000;
/** Days after the day by which work was due. */
const COLLECTED_WITHIN = 7;
const AFTER_ALL = new Date('2016-01-04T06:00:00Z');

/** A Monday on which a course is looked at, and the orders of the three sessions that come next, until the day of the last. */
type Visit = { course: Course; week: number; next: number[]; until_day: number };
type Unjudged = Omit<Look, 'failed'> & { next: number[] };

/** Looks at each course on the Monday after something was due, as long as three sessions are still ahead. */
export async function looksOfOulad(owner: pg.Client, db: Db, data: Oulad): Promise<Look[]> {
  const { tenant_id, places } = await openCourses(owner, data);
  const waiting = waitingWork(data, places);
  const looks: Unjudged[] = [];
  for (const [week, visits] of weeksOf(data)) {
    const codes = visits.map(({ course }) => course.code);
    await handIn(
      owner,
      tenant_id,
      codes.flatMap((code) => takeUntil(waiting, code, mondayOf(week))),
    );
    const here = places.filter((place) => codes.includes(place.course) && isEnrolled(place, mondayOf(week)));
    await enroll(owner, tenant_id, codes, here);
    const at = new Date(mondayOf(week).getTime() + 6 * HOUR);
    const seen = await lookAt(
      db,
      tenant_id,
      here.map(({ enrollment }) => enrollment),
      isoOf(at),
      at,
    );
    const placeOf = new Map(here.map((place) => [place.enrollment, place]));
    const visitOf = new Map(visits.map((visit) => [visit.course.code, visit]));
    looks.push(
      ...seen.flatMap((one) => {
        const place = placeOf.get(one.enrollment);
        const visit = visitOf.get(place?.course ?? '');
        return place && visit ? [{ ...one, ...afterwards(place, visit) }] : [];
      }),
    );
  }
  await handIn(
    owner,
    tenant_id,
    [...waiting.keys()].flatMap((code) => takeUntil(waiting, code, AFTER_ALL)),
  );
  const left = await leftIncomplete(owner, db, tenant_id, [...new Set(looks.map((one) => one.enrollment))]);
  return looks.map(({ next, ...look }) => ({
    ...look,
    failed: next.filter((order) => left.has(`${look.enrollment}:${order}`)).length >= LEAST_FAILED,
  }));
}

function weeksOf({ courses }: Oulad): [week: number, visits: Visit[]][] {
  const visits = courses.flatMap((course) => {
    const due = dueDaysOf(course).map((day, at) => ({
      day,
      order: at + 1,
      week: weekAfter(dateOf(course, day)),
    }));
    return [...new Set(due.map(({ week }) => week))].flatMap((week) => {
      const next = due.filter((one) => one.week > week).slice(0, AHEAD);
      const last = next[AHEAD - 1];
      return last ? [{ course, week, next: next.map(({ order }) => order), until_day: last.day }] : [];
    });
  });
  return [...Map.groupBy(visits, ({ week }) => week)].toSorted(([one], [other]) => one - other);
}

function afterwards(place: Place, { course, week, next, until_day }: Visit) {
  return {
    week,
    next,
    known_week: weekAfter(dateOf(course, until_day)),
    leaves: place.until_day !== null && place.until_day <= until_day,
    course_failed: place.is_failed,
    known_chance: null,
  };
}

function isEnrolled({ course_of, from_day, until_day }: Place, now: Date): boolean {
  return (
    dateOf(course_of, from_day ?? 0) < now && (until_day === null || dateOf(course_of, until_day) >= now)
  );
}

async function enroll(
  owner: pg.Client,
  tenant_id: number,
  codes: string[],
  here: readonly Place[],
): Promise<void> {
  await owner.query(
    `update enrollment set status = (case when id = any($2) then 'ACTIVE' else 'INACTIVE' end)::enrollment_status
     where tenant_id = $1 and lecture_id in (select id from lecture where tenant_id = $1 and title = any($3))`,
    [tenant_id, here.map(({ enrollment }) => enrollment), codes],
  );
}

/** All that was ever handed in, by course, the latest first. */
function waitingWork({ courses, handed }: Oulad, places: readonly Place[]): Map<string, Work[]> {
  const pieceOf = new Map(
    courses.flatMap((course) => course.pieces.map((piece) => [piece.id, { course, piece }] as const)),
  );
  const placeOf = new Map(places.map((place) => [`${place.course}:${place.student}`, place]));
  const work = handed.flatMap(({ student, score, ...one }) => {
    const { course, piece } = pieceOf.get(one.piece) ?? {};
    const place = placeOf.get(`${course?.code}:${student}`);
    if (!(course && piece && place)) return [];
    const day =
      piece.is_collected && one.day <= piece.day + COLLECTED_WITHIN ? Math.min(one.day, piece.day) : one.day;
    const at = new Date(dateOf(course, day).getTime() + 12 * HOUR);
    return [{ code: course.code, enrollment_id: place.enrollment, piece: piece.id, score, at }];
  });
  const latestFirst = work.toSorted((one, other) => other.at.getTime() - one.at.getTime());
  return Map.groupBy(latestFirst, ({ code }) => code);
}

function takeUntil(waiting: Map<string, Work[]>, code: string, moment: Date): Work[] {
  const work = waiting.get(code) ?? [];
  const from = work.findIndex(({ at }) => at < moment);
  return from < 0 ? [] : work.splice(from);
}

/** Which sessions stayed incomplete for whom, when all courses are over. */
async function leftIncomplete(owner: pg.Client, db: Db, tenant_id: number, enrollments: readonly number[]) {
  await inTenant(db, tenant_id, (tx) => recompute(tx, enrollments, isoOf(AFTER_ALL), AFTER_ALL));
  const { rows } = await owner.query<{ enrollment_id: string; order: number }>(
    `select p.enrollment_id, s."order" from session_progress p join class_session s on s.id = p.session_id
     where p.tenant_id = $1 and not p.completed`,
    [tenant_id],
  );
  return new Set(rows.map(({ enrollment_id, order }) => `${enrollment_id}:${order}`));
}
