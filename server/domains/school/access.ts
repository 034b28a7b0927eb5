import { staffRoles } from '@seodang/contract/identity.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './access.queries.ts';

export type SeenLecture = NonNullable<Awaited<ReturnType<typeof queries.findVisibleLecture>>>;
export type SeenClassSession = NonNullable<Awaited<ReturnType<typeof queries.findClassSession>>>;

/** Whether the caller is of the academy (or the system itself), and not a student, a parent or a kiosk. */
export function isStaff({ actor }: Scope): boolean {
  if (actor.kind !== 'user') return actor.kind === 'system';
  return staffRoles.some((role) => role === actor.role);
}

/** The lecture, if the caller may know of it; 404 otherwise. */
export async function mustSeeLecture(tx: Tx, scope: Scope, lecture_id: number): Promise<SeenLecture> {
  return found(await queries.findVisibleLecture(tx, scope, lecture_id));
}

/** The lecture, if the caller works in it (assistants too); 403 for its students and parents, 404 for everybody else. */
export async function mustTeachLecture(tx: Tx, scope: Scope, lecture_id: number): Promise<SeenLecture> {
  const lecture = await mustSeeLecture(tx, scope, lecture_id);
  if (!isStaff(scope)) refuse('forbidden');
  return lecture;
}

/** The class session with its lecture and the academy's code, if the caller may know of its lecture; 404 otherwise. */
export async function mustSeeClassSession(
  tx: Tx,
  scope: Scope,
  session_id: number,
): Promise<SeenClassSession> {
  const classSession = found(await queries.findClassSession(tx, session_id));
  await mustSeeLecture(tx, scope, classSession.lecture_id);
  return classSession;
}

/**
 * The same, with the caller's own enrollments in its lecture: the ACTIVE ones, or else those that ended. Whoever has one
 * may know of it.
 */
export async function mustSeeOwnClassSession(tx: Tx, scope: Scope, session_id: number) {
  const classSession = found(await queries.findClassSession(tx, session_id));
  const own = await ownEnrollments(tx, scope, classSession.lecture_id);
  if (own.length > 0) return { classSession, own };
  const ended = await endedEnrollments(tx, scope, classSession.lecture_id);
  if (ended.length === 0) {
    await mustBeSomebody(tx, scope);
    await mustSeeLecture(tx, scope, classSession.lecture_id);
  }
  return { classSession, own: ended };
}

function endedEnrollments(tx: Tx, { actor }: Scope, lecture_id: number) {
  return actor.kind === 'user' ? queries.listOwnEnrollments(tx, actor.user_id, lecture_id, false) : [];
}

/** An account of a student that no student was ever given is told so, rather than that nothing is there. */
async function mustBeSomebody(tx: Tx, { actor }: Scope): Promise<void> {
  if (actor.kind !== 'user' || actor.role !== 'student') return;
  const own = await queries.listOwnStudentIds(tx, actor.user_id);
  if (own.length === 0) refuse('student_profile_not_linked');
}

/** Like mustSeeClassSession, for those who work in the lecture: 403 for its students and parents. */
export async function mustTeachClassSession(
  tx: Tx,
  scope: Scope,
  session_id: number,
): Promise<SeenClassSession> {
  const classSession = found(await queries.findClassSession(tx, session_id));
  await mustTeachLecture(tx, scope, classSession.lecture_id);
  return classSession;
}

/** The caller's ACTIVE enrollments in a lecture: a student's own, a parent's children's, nobody else's. */
export function ownEnrollments(tx: Tx, { actor }: Scope, lecture_id: number) {
  return actor.kind === 'user' ? queries.listOwnEnrollments(tx, actor.user_id, lecture_id) : [];
}

/** An enrollment that is the caller's own (or a child's), or of a lecture that the caller works in; 404 otherwise. */
export async function mustSeeEnrollment(tx: Tx, scope: Scope, enrollment_id: number) {
  const enrollment = found(await queries.findEnrollment(tx, enrollment_id));
  await mustSeeLecture(tx, scope, enrollment.lecture_id);
  if (isStaff(scope)) return enrollment;
  const own = await ownEnrollments(tx, scope, enrollment.lecture_id);
  return found(own.some((one) => one.enrollment_id === enrollment_id) ? enrollment : undefined);
}
