import { findAcademy } from '#core/academy.queries.ts';
import { dayIn } from '#core/calendar.rules.ts';
import { lock, type Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { openPeople, takenLoginIds } from '#domains/identity/index.ts';
import * as queries from './students.queries.ts';
import { attendanceCodeOf, consentOf, freeLoginId, loginIdOf } from './students.rules.ts';

type NewStudent = { name: string } & {
  [K in Exclude<keyof queries.StudentFields, 'name' | 'user_id' | 'guardian_consent'>]?:
    | queries.StudentFields[K]
    | undefined;
};

/**
 * Writes students, each with an own login; ids in the order given. A child under 14 waits for consent and may not
 * sign in before. A kiosk code that somebody has stays empty. Passwords are issued later, when they are handed out.
 */
export async function addStudents(tx: Tx, scope: Scope, students: readonly NewStudent[]): Promise<number[]> {
  const today = dayIn((await findAcademy(tx)).timezone, scope.now);
  const codes = await freeCodes(tx, students);
  const rows = students.map((student, index) => ({
    name: student.name,
    phone: student.phone ?? null,
    parent_phone: student.parent_phone ?? null,
    school: student.school || null,
    grade: student.grade || null,
    birth_on: student.birth_on ?? null,
    guardian_consent: consentOf(student.birth_on ?? null, today),
    attendance_code: codes[index] ?? null,
    memo: student.memo || null,
  }));
  const accounts = await openAccounts(
    tx,
    scope,
    rows.map(({ name, phone, parent_phone, guardian_consent }) => ({
      name,
      phone,
      role: 'student' as const,
      login_id: loginIdOf(name, phone ?? parent_phone),
      is_active: guardian_consent !== 'waiting',
    })),
  );
  return queries.insertStudents(
    tx,
    rows.map((row, index) => ({ ...row, user_id: accounts[index] ?? null })),
  );
}

async function freeCodes(tx: Tx, students: readonly NewStudent[]): Promise<(string | null)[]> {
  const wanted = students.map(
    ({ attendance_code, phone }) => attendance_code || attendanceCodeOf(phone ?? null),
  );
  const taken = await queries.takenCodes(
    tx,
    wanted.filter((code) => code !== null),
  );
  return wanted.map((code) => {
    if (code === null || taken.has(code)) return null;
    taken.add(code);
    return code;
  });
}

type Opening = {
  role: 'student' | 'parent';
  name: string;
  phone: string | null;
  login_id: string;
  is_active: boolean;
};

/** Opens accounts under the wanted login ids, or the next free ones; user ids in the order given. */
export async function openAccounts(tx: Tx, scope: Scope, accounts: readonly Opening[]): Promise<number[]> {
  if (accounts.length === 0) return [];
  // Choosing a free login id and taking it must be one step.
  await lock(tx, 'login_ids', 'all');
  const taken = await takenLoginIds(scope);
  return openPeople(
    scope,
    accounts.map((account) => ({ ...account, login_id: freeLoginId(account.login_id, taken) })),
  );
}
