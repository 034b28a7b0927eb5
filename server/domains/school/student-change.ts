import { findAcademy } from '#core/academy.queries.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { changeContact, setAccountsActive } from '#domains/identity/index.ts';
import { moveToGuardian } from './guardians.ts';
import type { Snapshot } from './import-preview.rules.ts';
import * as queries from './students.queries.ts';
import { attendanceCodeOf, consentOf } from './students.rules.ts';

type Before = queries.StudentFields & { id: number };
type Change = { [K in keyof Snapshot]?: Snapshot[K] | undefined };

/** The facts of a student that a person may change: for the audit trail, and to tell whether somebody changed them. */
export function snapshotOf(student: Snapshot): Snapshot {
  const { name, phone, parent_phone, school, grade } = student;
  const { birth_on, guardian_consent, attendance_code, memo } = student;
  return { name, phone, parent_phone, school, grade, birth_on, guardian_consent, attendance_code, memo };
}

/**
 * Writes a change with all that follows from it: account, kiosk code, consent, guardian. The caller holds the row,
 * checked that a given kiosk code is free, and records the change.
 */
export async function changeStudent(tx: Tx, scope: Scope, before: Before, change: Change): Promise<Snapshot> {
  await queries.updateStudent(tx, before.id, {
    ...change,
    ...(await consequencesOf(tx, scope, before, change)),
  });
  const now = found(await queries.lockStudent(tx, before.id));
  if (now.user_id !== null) {
    await changeContact(scope, now.user_id, { name: now.name, phone: now.phone });
    await setAccountsActive(scope, [now.user_id], now.guardian_consent !== 'waiting');
  }
  if (now.parent_phone !== before.parent_phone) await moveToGuardian(tx, scope, now, before.parent_phone);
  return snapshotOf(now);
}

/** The kiosk code follows the phone unless it was chosen; the need of consent follows the birthday. */
async function consequencesOf(tx: Tx, scope: Scope, before: Before, change: Change): Promise<Change> {
  const after: Change = {};
  const followed =
    before.attendance_code === null || before.attendance_code === attendanceCodeOf(before.phone);
  if (change.attendance_code === undefined && change.phone !== undefined && followed) {
    const code = attendanceCodeOf(change.phone);
    const isOwn = code === null || code === before.attendance_code;
    after.attendance_code = isOwn || !(await queries.takenCodes(tx, [code])).has(code) ? code : null;
  }
  if (change.guardian_consent === undefined && change.birth_on !== undefined) {
    const today = dayIn((await findAcademy(tx)).timezone, scope.now);
    after.guardian_consent = consentOf(change.birth_on, today, before.guardian_consent);
  }
  return after;
}
