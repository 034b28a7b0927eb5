import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { visibleStudents } from './students.queries.ts';

/** Own accounts of these students and those of their guardians, with the student each belongs to. */
export function listSheetAccounts(tx: Tx, scope: Scope, student_ids: readonly number[]) {
  const students = tx
    .selectFrom('student as s')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.deleted_at', 'is', null)
    .where('s.id', '=', sql<number>`any(${[...student_ids]})`)
    .where('s.id', 'in', visibleStudents(tx, scope))
    .select(['s.id as student_id', 's.name as student_name', 's.guardian_consent']);
  const own = students.innerJoin('user_account as u', (on) =>
    on.onRef('u.tenant_id', '=', 's.tenant_id').onRef('u.id', '=', 's.user_id'),
  );
  const guardians = students
    .innerJoin('guardianship as g', (on) =>
      on.onRef('g.tenant_id', '=', 's.tenant_id').onRef('g.student_id', '=', 's.id'),
    )
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'g.tenant_id').onRef('u.id', '=', 'g.user_id'),
    );
  const account = ['u.id as user_id', 'u.role', 'u.name', 'u.login_id'] as const;
  const has_password = sql<boolean>`u.password_hash is not null and not u.must_change_password`.as(
    'has_password',
  );
  return own
    .select([...account, has_password])
    .unionAll(guardians.select([...account, has_password]))
    .orderBy('student_name')
    .orderBy('student_id')
    .orderBy('role')
    .orderBy('user_id')
    .$narrowType<{ role: 'student' | 'parent' }>()
    .execute();
}
export type SheetRow = Awaited<ReturnType<typeof listSheetAccounts>>[number];
