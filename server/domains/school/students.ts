import type { AuditAction } from '@seodang/contract/audit.ts';
import type {
  OwnStudent,
  StudentChange,
  StudentDetail,
  StudentFilter,
  StudentInput,
} from '@seodang/contract/people.ts';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { offsetOf, orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { setAccountsActive } from '#domains/identity/index.ts';
import { ownStudents } from './access.queries.ts';
import * as families from './families.queries.ts';
import { addGuardians, sleepWithoutChildren } from './guardians.ts';
import { addStudents } from './student-accounts.ts';
import { changeStudent, snapshotOf } from './student-change.ts';
import * as queries from './students.queries.ts';

/** One page of the students that the caller may know of; the removed ones only for owner and admin. */
export function listStudents(scope: Scope, filter: StudentFilter, url: string) {
  if (filter.deleted && !['owner', 'admin'].includes(userOf(scope).role)) refuse('forbidden');
  return scope.tx(async (tx, scope) => {
    const orders = orderOf(filter, queries.studentOrder, [{ column: 'name', direction: 'asc' }]);
    const rows = await queries.listStudents(tx, scope, filter, { orders, ...offsetOf(filter) });
    return toPage(url, filter, await queries.countStudents(tx, scope, filter), rows);
  });
}

/** What there is to filter by, and how many students wait for a guardian's consent. */
export function studentFacets(scope: Scope) {
  return scope.tx(async (tx, scope) => ({
    schools: await queries.countBy(tx, scope, 'school'),
    grades: await queries.countBy(tx, scope, 'grade'),
    waiting_for_consent: await queries.countStudents(tx, scope, { guardian_consent: 'waiting' }),
  }));
}

/** A student with guardians and siblings; 404 for who is not the caller's to see. */
export function getStudent(scope: Scope, student_id: number): Promise<StudentDetailRow> {
  return scope.tx((tx, scope) => detail(tx, scope, student_id));
}
type StudentDetailRow = queries.StudentRow & {
  guardians: Awaited<ReturnType<typeof families.listGuardians>>;
  siblings: StudentDetail['siblings'];
};

async function detail(tx: Tx, scope: Scope, student_id: number): Promise<StudentDetailRow> {
  const student = found(await queries.findStudent(tx, scope, student_id));
  return {
    ...student,
    guardians: await families.listGuardians(tx, student_id),
    siblings: await families.listSiblings(tx, scope, student_id),
  };
}

/** Adds a student with an own login, tied to the guardian of the parent phone. 409 with `student_id` if there is one of that name and phone. */
export function createStudent(scope: Scope, input: StudentInput): Promise<StudentDetailRow> {
  return scope.tx(async (tx, scope) => {
    // Looking whether the student is there and adding one must be one step.
    await lock(tx, 'students', 'all');
    const { guardian_name, guardian_relation, ...fields } = input;
    const twin = await queries.findTwin(tx, fields);
    if (twin) refuse('already_exists', { student_id: twin.id });
    if (fields.attendance_code) await mustBeFreeCode(tx, fields.attendance_code);
    const [student_id = 0] = await addStudents(tx, scope, [fields]);
    const { parent_phone: phone } = fields;
    if (phone) {
      await addGuardians(tx, scope, [
        { student_id, child: fields.name, phone, name: guardian_name, relation: guardian_relation },
      ]);
    }
    const student = await detail(tx, scope, student_id);
    await record(tx, scope, 'students.create', student_id, undefined, snapshotOf(student));
    return student;
  });
}

/** Changes what is given. A new parent phone moves the student to the guardian of that phone. */
export function updateStudent(
  scope: Scope,
  student_id: number,
  change: StudentChange,
): Promise<StudentDetailRow> {
  return scope.tx(async (tx, scope) => {
    const before = await mustBePresent(tx, scope, student_id);
    const code = change.attendance_code;
    if (code && code !== before.attendance_code) await mustBeFreeCode(tx, code);
    await changeStudent(tx, scope, before, change);
    const student = await detail(tx, scope, student_id);
    await record(tx, scope, 'students.update', student_id, snapshotOf(before), snapshotOf(student));
    return student;
  });
}

async function mustBeFreeCode(tx: Tx, code: string): Promise<void> {
  const taken = await queries.takenCodes(tx, [code]);
  if (taken.has(code)) refuseFields({ pointer: '/attendance_code', message: 'is taken by another student' });
}

/** Removes a student from every list and ends their logins; nothing that happened is lost. */
export function deleteStudent(scope: Scope, student_id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const before = await mustBePresent(tx, scope, student_id);
    await queries.updateStudent(tx, student_id, { deleted_at: scope.now });
    if (before.user_id !== null) await setAccountsActive(scope, [before.user_id], false);
    const guardians = await families.listGuardians(tx, student_id);
    await sleepWithoutChildren(
      tx,
      scope,
      guardians.map(({ user_id }) => user_id),
    );
    await record(tx, scope, 'students.delete', student_id, snapshotOf(before), undefined);
  });
}

/** Brings a removed student back; a kiosk code that somebody else has by now is given up. */
export function restoreStudent(scope: Scope, student_id: number): Promise<StudentDetailRow> {
  return scope.tx(async (tx, scope) => {
    const before = found(await lockVisible(tx, scope, student_id));
    if (before.deleted_at === null) return detail(tx, scope, student_id);
    const code = before.attendance_code;
    const isTaken = code !== null && (await queries.takenCodes(tx, [code])).has(code);
    await queries.updateStudent(tx, student_id, {
      deleted_at: null,
      ...(isTaken && { attendance_code: null }),
    });
    if (before.user_id !== null)
      await setAccountsActive(scope, [before.user_id], before.guardian_consent !== 'waiting');
    const guardians = await families.listGuardians(tx, student_id);
    await setAccountsActive(
      scope,
      guardians.map(({ user_id }) => user_id),
      true,
    );
    const student = await detail(tx, scope, student_id);
    await record(tx, scope, 'students.restore', student_id, undefined, snapshotOf(student));
    return student;
  });
}

/** Records that the guardian agreed; from then on the child may sign in. Again is no error. */
export function giveConsent(scope: Scope, student_id: number): Promise<StudentDetailRow> {
  return scope.tx(async (tx, scope) => {
    const before = await mustBePresent(tx, scope, student_id);
    if (before.guardian_consent === 'waiting') {
      await queries.updateStudent(tx, student_id, { guardian_consent: 'given' });
      if (before.user_id !== null) await setAccountsActive(scope, [before.user_id], true);
      const pick = ({ guardian_consent }: queries.StudentFields) => ({ guardian_consent });
      await record(tx, scope, 'students.consent', student_id, pick(before), { guardian_consent: 'given' });
    }
    return detail(tx, scope, student_id);
  });
}

async function mustBePresent(tx: Tx, scope: Scope, student_id: number) {
  const student = found(await lockVisible(tx, scope, student_id));
  return student.deleted_at === null ? student : refuse('not_found');
}

async function lockVisible(tx: Tx, scope: Scope, student_id: number) {
  found(await queries.findStudent(tx, scope, student_id));
  return queries.lockStudent(tx, student_id);
}

async function record(
  tx: Tx,
  scope: Scope,
  action: AuditAction,
  subject_id: number,
  before: unknown,
  after: unknown,
) {
  await audit(tx, scope, { action, subject_type: 'student', subject_id, before, after });
  await publish(tx, 'students');
}

/** What a student sees of themself; refused for an account that is no student's. */
export async function myStudent(scope: Scope): Promise<OwnStudent> {
  const [own] = await ownRows(scope);
  return own ?? refuse('student_profile_not_linked');
}

/** A parent's own children. */
export async function myChildren(scope: Scope): Promise<{ results: OwnStudent[] }> {
  return { results: await ownRows(scope) };
}

function ownRows(scope: Scope): Promise<OwnStudent[]> {
  const { user_id } = userOf(scope);
  return scope.tx((tx, scope) => queries.listOwnRows(tx, scope, ownStudents(tx, user_id)));
}
