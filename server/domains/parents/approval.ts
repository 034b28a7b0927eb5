import type { Tx } from '#core/db.ts';
import { found, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import {
  addClassSession,
  markAttendance,
  mustTeachClassSession,
  openSessions,
} from '#domains/school/index.ts';
import { findSeat, type RequestRow } from './requests.queries.ts';

/** A class session that is there, or the times of a new one. */
export type MakeUp = { session_id: number } | { date: string; starts_at: string; ends_at: string };

/** Marks the absence as excused; where the student came after all, what was marked stays. */
export async function excuse(tx: Tx, scope: Scope, { student_id, session_id }: RequestRow): Promise<void> {
  const { attendance_id, attendance } = found(await findSeat(tx, student_id, session_id));
  if (attendance_id === null || (attendance !== 'UNSET' && attendance !== 'ABSENT')) return;
  await markAttendance(scope, attendance_id, { status: 'EXCUSED' });
}

/** Lets the student into the make-up; returns its id. A new one is open to this student alone. */
export async function giveSeat(
  tx: Tx,
  scope: Scope,
  { lecture_id, enrollment_id }: RequestRow,
  make_up: MakeUp,
): Promise<number> {
  if ('date' in make_up) {
    const added = { session_type: 'SUPPLEMENT' as const, ...make_up };
    return (await addClassSession(scope, lecture_id, added, [enrollment_id])).id;
  }
  const { session_id } = make_up;
  const there = await mustTeachClassSession(tx, scope, session_id);
  if (there.lecture_id !== lecture_id || there.session_type !== 'SUPPLEMENT')
    refuseFields({ pointer: '/make_up/session_id', message: 'is no make-up of this lecture' });
  await openSessions(scope, enrollment_id, { open: [session_id], close: [] });
  return session_id;
}
