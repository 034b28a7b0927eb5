import type { IssuedAccount } from '@seodang/contract/families.ts';
import { audit } from '#core/audit.ts';
import type { Scope } from '#core/scope.ts';
import { setTemporaryPassword } from '#domains/identity/index.ts';
import * as queries from './account-sheet.queries.ts';

type Wanted = { student_ids: number[]; guardians: boolean; reset: boolean };

/**
 * Temporary passwords for students and their guardians, to be handed out; told here and never again. Who has an own
 * password keeps it unless `reset`; a child that waits for consent gets none. Siblings' guardian is listed once.
 */
export function issueAccounts(scope: Scope, wanted: Wanted): Promise<{ results: IssuedAccount[] }> {
  return scope.tx(async (tx, scope) => {
    const rows = await queries.listSheetAccounts(tx, scope, wanted.student_ids);
    const accounts = Map.groupBy(
      rows.filter(({ role }) => wanted.guardians || role === 'student'),
      ({ user_id }) => user_id,
    );
    const results: IssuedAccount[] = [];
    for (const [first, ...others] of accounts.values())
      if (first) results.push(await issue(scope, first, [first, ...others], wanted.reset));
    await audit(tx, scope, {
      action: 'students.issue_accounts',
      subject_type: 'student',
      subject_id: null,
      after: { issued: results.flatMap(({ user_id, state }) => (state === 'issued' ? user_id : [])) },
    });
    return { results };
  });
}

async function issue(
  scope: Scope,
  { user_id, role, name, login_id, guardian_consent, has_password }: queries.SheetRow,
  rows: queries.SheetRow[],
  reset: boolean,
): Promise<IssuedAccount> {
  const students = rows.map(({ student_id, student_name }) => ({ student_id, name: student_name }));
  const account = { user_id, role, name, login_id, students };
  if (role === 'student' && guardian_consent === 'waiting')
    return { ...account, state: 'waits_for_consent', temporary_password: null };
  if (has_password && !reset) return { ...account, state: 'has_password', temporary_password: null };
  const { temporary_password } = await setTemporaryPassword(scope, user_id);
  return { ...account, state: 'issued', temporary_password };
}
