import type { ClassSession } from '@seodang/contract/class-sessions.ts';
import type { Enrollment, EnrollmentQuery, EnrollmentStatus } from '@seodang/contract/enrollments.ts';
import type { ListQuery, Page } from '@seodang/contract/list.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { dayIn } from '#core/calendar.rules.ts';
import { lock, type Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustSeeEnrollment, mustSeeLecture, mustTeachLecture } from './access.ts';
import { countClassSessions, listClassSessions, listOpenTo } from './class-sessions.queries.ts';
import { toClassSession } from './class-sessions.ts';
import * as queries from './enrollments.queries.ts';
import { enrollmentChanged } from './events.ts';
import { closeSeats, openSeats } from './seats.queries.ts';

/** Enrollments of the lectures that the caller works in; for students and parents the own ones. */
export function listEnrollments(
  scope: Scope,
  query: EnrollmentQuery,
  url: string,
): Promise<Page<Enrollment>> {
  return scope.tx(async (tx, scope) => {
    if (query.lecture_id !== undefined) await mustSeeLecture(tx, scope, query.lecture_id);
    const order = orderOf(query, queries.enrollmentOrders, [{ column: 'student_name', direction: 'asc' }]);
    const rows = await queries.listEnrollments(tx, scope, query, order);
    return toPage(url, query, await queries.countEnrollments(tx, scope, query), rows.map(toEnrollment));
  });
}

export function getEnrollment(scope: Scope, id: number): Promise<Enrollment> {
  return scope.tx(async (tx, scope) => {
    await mustSeeEnrollment(tx, scope, id);
    return oneOf(tx, scope, id);
  });
}

type Enroll = {
  lecture_id: number;
  student_id: number;
  status: 'ACTIVE' | 'PENDING';
  start_order: number;
};

/** Enrolls one student; who is enrolled already is refused, with that enrollment named. */
export function enroll(scope: Scope, { student_id, ...input }: Enroll): Promise<Enrollment> {
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, input.lecture_id);
    await mustBeStudents(tx, scope, [student_id], () => '/student_id');
    const { ids } = await enrollStudents(tx, scope, { ...input, student_ids: [student_id] });
    const [id] = ids;
    if (id !== undefined) return oneOf(tx, scope, id);
    const existing = found(await queries.findEnrollmentOf(tx, input.lecture_id, student_id));
    return refuse('already_exists', { enrollment_id: existing.id, enrollment_status: existing.status });
  });
}

type EnrollMany = { lecture_id: number; student_ids: number[]; start_order: number };

export function enrollMany(
  scope: Scope,
  { student_ids, ...input }: EnrollMany,
): Promise<{ created: Enrollment[]; already: number[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, input.lecture_id);
    await mustBeStudents(tx, scope, student_ids, (index) => `/student_ids/${index}`);
    const { ids, already } = await enrollStudents(tx, scope, { ...input, student_ids, status: 'ACTIVE' });
    const created = await queries.listEnrollmentsById(tx, scope, ids);
    return { created: created.map(toEnrollment), already };
  });
}

/**
 * Enrolls students (who must exist) inside the caller's transaction; asks nobody's permission, for imports that
 * have asked. Opens the class sessions from `start_order` on. Who is enrolled already stays as they are.
 */
export async function enrollStudents(
  tx: Tx,
  scope: Scope,
  { lecture_id, student_ids, status, start_order }: EnrollMany & { status: 'ACTIVE' | 'PENDING' },
): Promise<{ ids: number[]; already: number[] }> {
  const wanted = [...new Set(student_ids)];
  if (wanted.length === 0) return { ids: [], already: [] };
  await lock(tx, 'lecture', lecture_id);
  const added = await queries.insertEnrollments(
    tx,
    wanted.map((student_id) => ({ lecture_id, student_id, status, start_order })),
  );
  const ids = added.map(({ id }) => id);
  const already = wanted.filter((student_id) => !added.some((row) => row.student_id === student_id));
  if (ids.length === 0) return { ids, already };
  await openSeats(tx, { lecture_id, enrollment_ids: ids, from_order: start_order });
  await tellChange(tx, scope, 'created', lecture_id, ids, {
    after: { student_ids: wanted, status, start_order },
  });
  return { ids, already };
}

/** Changes the status. Who becomes ACTIVE again may enter what comes from now on; who was PENDING, all from the start. */
export function changeEnrollment(
  scope: Scope,
  id: number,
  change: { status: EnrollmentStatus; start_order?: number },
): Promise<Enrollment> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustSeeEnrollment(tx, scope, id);
    await mustTeachLecture(tx, scope, lecture_id);
    await lock(tx, 'lecture', lecture_id);
    const before = found(await queries.lockEnrollment(tx, id));
    const start_order = change.start_order ?? before.start_order;
    if (before.status === change.status && start_order === before.start_order) return oneOf(tx, scope, id);
    await queries.updateEnrollment(tx, id, { status: change.status, start_order });
    if (change.status === 'ACTIVE' && before.status !== 'ACTIVE') {
      const { timezone } = await findAcademy(tx);
      const from =
        change.start_order === undefined && before.status === 'INACTIVE'
          ? await queries.firstOrderFrom(tx, lecture_id, dayIn(timezone, scope.now))
          : start_order;
      await openSeats(tx, { lecture_id, enrollment_ids: [id], from_order: Math.min(from, 2 ** 31 - 1) });
    }
    const facts = { before: { status: before.status, start_order: before.start_order }, after: change };
    await tellChange(tx, scope, 'status', lecture_id, [id], facts);
    return oneOf(tx, scope, id);
  });
}

/** Every class session of the enrollment's lecture; `is_open` says whether the enrollment may enter it. */
export function listOpenSessions(
  scope: Scope,
  id: number,
  query: ListQuery,
  url: string,
): Promise<Page<ClassSession>> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustSeeEnrollment(tx, scope, id);
    const rows = await listClassSessions(tx, lecture_id, query, []);
    const open = await listOpenTo(tx, scope, lecture_id, id);
    const results = rows.map((row) => toClassSession(row, open.has(row.id)));
    return toPage(url, query, await countClassSessions(tx, lecture_id, query), results);
  });
}

/** Opens and closes class sessions for one enrollment, all or nothing; where attendance is recorded none is closed. */
export function openSessions(
  scope: Scope,
  id: number,
  { open, close }: { open: number[]; close: number[] },
): Promise<Enrollment> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustSeeEnrollment(tx, scope, id);
    await mustTeachLecture(tx, scope, lecture_id);
    await lock(tx, 'lecture', lecture_id);
    const openNow = await listOpenTo(tx, scope, lecture_id, id);
    const closing = close.filter((session_id) => openNow.has(session_id));
    const closed = await closeSeats(tx, id, closing);
    if (closed < new Set(closing).size) refuse('in_use', { marked: closing.length - closed });
    if (open.length > 0) await openSeats(tx, { lecture_id, session_ids: open, enrollment_ids: [id] });
    await tellChange(tx, scope, 'sessions', lecture_id, [id], { after: { open, close } });
    return oneOf(tx, scope, id);
  });
}

async function tellChange(
  tx: Tx,
  scope: Scope,
  change: 'created' | 'status' | 'sessions',
  lecture_id: number,
  enrollment_ids: number[],
  facts: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(tx, scope, {
    action: `enrollment.${change}`,
    subject_type: enrollment_ids.length === 1 ? 'enrollment' : 'lecture',
    subject_id: (enrollment_ids.length === 1 ? enrollment_ids[0] : lecture_id) ?? null,
    ...facts,
  });
  const occurred_at = scope.now.toISOString();
  await emit(tx, enrollmentChanged, { lecture_id, enrollment_ids, change, occurred_at });
  await publish(tx, 'enrollments', { lecture_id });
}

async function mustBeStudents(
  tx: Tx,
  scope: Scope,
  ids: readonly number[],
  pointer: (index: number) => string,
) {
  const known = await queries.listStudentIds(tx, scope, ids);
  const faults = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: pointer(index), message: 'is no student of this academy' }],
  );
  if (faults.length > 0) refuseFields(...faults);
}

async function oneOf(tx: Tx, scope: Scope, id: number): Promise<Enrollment> {
  const [row] = await queries.listEnrollmentsById(tx, scope, [id]);
  return toEnrollment(found(row));
}

type Row = Awaited<ReturnType<typeof queries.listEnrollmentsById>>[number];

function toEnrollment(row: Row): Enrollment {
  return { ...row, open_sessions: row.open_sessions ?? 0 };
}
