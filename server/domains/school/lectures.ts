import type {
  Lecture,
  LectureChange,
  LectureDetail,
  LectureQuery,
  NewLecture,
  PlannedSession,
  Weekly,
} from '@seodang/contract/lectures.ts';
import type { Page } from '@seodang/contract/list.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff, mustSeeLecture, mustTeachLecture } from './access.ts';
import { insertPlanned } from './class-sessions.ts';
import { lectureChanged } from './events.ts';
import * as queries from './lectures.queries.ts';
import { faultsOf, type Plan, planSessions } from './schedule.rules.ts';

/** The lectures that the caller may know of, a page of them. */
export function listLectures(scope: Scope, query: LectureQuery, url: string): Promise<Page<Lecture>> {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.lectureOrders, [{ column: 'created_at', direction: 'desc' }]);
    const rows = await queries.listLectures(tx, scope, query, order, await today(tx, scope));
    const count = await queries.countLectures(tx, scope, query);
    return toPage(url, query, count, await toLectures(tx, scope, rows));
  });
}

export function getLecture(scope: Scope, id: number): Promise<LectureDetail> {
  return scope.tx((tx, scope) => detailOf(tx, scope, id));
}

/** The class sessions that a schedule would make. Refuses a schedule that contradicts itself, field by field. */
export function previewSchedule(plan: Plan): { sessions: PlannedSession[] } {
  refuseFaults(plan);
  return { sessions: planSessions(plan) };
}

/** A new lecture with its class sessions. A teacher's is the own one; others say whose it is. */
export function createLecture(scope: Scope, input: NewLecture): Promise<LectureDetail> {
  const { session_count, skip, ...given } = input;
  refuseFaults(input);
  return scope.tx(async (tx, scope) => {
    const { role, user_id } = userOf(scope);
    const teacher_id = role === 'teacher' ? user_id : (given.teacher_id ?? null);
    await mustBeTeachers(tx, teacher_id === null ? [] : [teacher_id], () => '/teacher_id');
    const { id } = await queries.insertLecture(tx, { ...given, teacher_id });
    await insertPlanned(tx, scope, id, planSessions(input));
    await audit(tx, scope, {
      action: 'lecture.create',
      subject_type: 'lecture',
      subject_id: id,
      after: { ...given, teacher_id, session_count },
    });
    await publish(tx, 'lectures', { lecture_id: id });
    return detailOf(tx, scope, id);
  });
}

/** Who teaches is people: not for those who teach (spec/01). */
export function changeLecture(scope: Scope, id: number, change: LectureChange): Promise<LectureDetail> {
  refuseFaults({ schedule: change.schedule ?? [], session_count: 0 });
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, id);
    mayChange(scope, change);
    if (change.teacher_id) await mustBeTeachers(tx, [change.teacher_id], () => '/teacher_id');
    const before = found(await queries.lockLecture(tx, id));
    const changed = Object.keys(change).filter((name) => name in before) as (keyof LectureChange)[];
    if (changed.length > 0) {
      await queries.updateLecture(tx, id, change);
      await audit(tx, scope, {
        action: 'lecture.change',
        subject_type: 'lecture',
        subject_id: id,
        before: Object.fromEntries(changed.map((name) => [name, before[name]])),
        after: change,
      });
      await emit(tx, lectureChanged, { lecture_id: id, changed, occurred_at: scope.now.toISOString() });
      await publish(tx, 'lectures', { lecture_id: id });
    }
    return detailOf(tx, scope, id);
  });
}

/** Puts a lecture away, or brings it back, with everything in it as it was. */
export function putAway(scope: Scope, id: number, away: boolean): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const before = found(await queries.lockLecture(tx, id));
    if ((before.deleted_at !== null) === away) return away ? refuse('not_found') : undefined;
    await queries.updateLecture(tx, id, { deleted_at: away ? scope.now : null });
    await audit(tx, scope, {
      action: away ? 'lecture.delete' : 'lecture.restore',
      subject_type: 'lecture',
      subject_id: id,
      before: { title: before.title },
    });
    await emit(tx, lectureChanged, {
      lecture_id: id,
      changed: ['deleted_at'],
      occurred_at: scope.now.toISOString(),
    });
    await publish(tx, 'lectures', { lecture_id: id });
  });
}

/** Replaces those who work in the lecture besides its teacher. */
export function assignStaff(scope: Scope, id: number, user_ids: number[]): Promise<LectureDetail> {
  return scope.tx(async (tx, scope) => {
    await mustSeeLecture(tx, scope, id);
    const wanted = [...new Set(user_ids)];
    await mustBeTeachers(tx, wanted, (index) => `/user_ids/${index}`);
    await queries.lockLecture(tx, id);
    const before = await queries.listLectureStaff(tx, id);
    await queries.replaceLectureStaff(tx, id, wanted);
    await audit(tx, scope, {
      action: 'lecture.assign_staff',
      subject_type: 'lecture',
      subject_id: id,
      before: before.map(({ user_id }) => user_id),
      after: wanted,
    });
    await publish(tx, 'lectures', { lecture_id: id });
    return detailOf(tx, scope, id);
  });
}

function mayChange({ actor }: Scope, change: LectureChange): void {
  if (actor.kind !== 'user' || actor.role === 'owner' || actor.role === 'admin') return;
  if (change.teacher_id !== undefined) refuse('forbidden');
}

async function mustBeTeachers(tx: Tx, ids: readonly number[], pointer: (index: number) => string) {
  const known = new Set((await queries.listTeachers(tx, ids)).map(({ id }) => id));
  const faults = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: pointer(index), message: 'is nobody who teaches here' }],
  );
  if (faults.length > 0) refuseFields(...faults);
}

function refuseFaults(plan: Omit<Plan, 'skip'>): void {
  const faults = faultsOf(plan);
  if (faults.length > 0) refuseFields(...faults);
}

async function detailOf(tx: Tx, scope: Scope, id: number): Promise<LectureDetail> {
  const row = found(await queries.findLecture(tx, scope, id, await today(tx, scope)));
  const [lecture] = await toLectures(tx, scope, [row]);
  const staff = isStaff(scope) ? await queries.listLectureStaff(tx, id) : [];
  return { ...found(lecture), staff };
}

async function toLectures(tx: Tx, scope: Scope, rows: queries.LectureRow[]): Promise<Lecture[]> {
  const own = isStaff(scope)
    ? []
    : await queries.listOwnEnrollmentsIn(
        tx,
        userOf(scope).user_id,
        rows.map(({ id }) => id),
      );
  return rows.map((row) => ({
    ...row,
    schedule: row.schedule as unknown as Weekly[],
    session_count: row.session_count ?? 0,
    enrollment_count: isStaff(scope) ? (row.enrollment_count ?? 0) : null,
    own_enrollments: own.filter(({ lecture_id }) => lecture_id === row.id),
  }));
}

async function today(tx: Tx, { now }: Scope): Promise<string> {
  return dayIn((await findAcademy(tx)).timezone, now);
}
