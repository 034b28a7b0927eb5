import { lock, type Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { changeContact, setAccountsActive } from '#domains/identity/index.ts';
import * as queries from './families.queries.ts';
import { openAccounts } from './student-accounts.ts';
import { guardianLoginIdOf, guardianNameOf } from './students.rules.ts';

export type NewTie = {
  student_id: number;
  child: string;
  phone: string;
  name?: string | null | undefined;
  relation?: string | null | undefined;
};

/** What was written: accounts that are new, accounts that slept, and ties. */
export type GuardiansAdded = { created: number[]; woken: number[]; ties: queries.Guardianship[] };

/** Ties students to the guardians of these phones; siblings share one account, which is opened for the first of them. */
export async function addGuardians(tx: Tx, scope: Scope, wanted: readonly NewTie[]): Promise<GuardiansAdded> {
  // Looking for a phone's guardian and opening one must be one step, or siblings added at once get two.
  await lock(tx, 'guardians', 'all');
  const known = await queries.listGuardiansByPhone(tx, [...new Set(wanted.map(({ phone }) => phone))]);
  const byPhone = new Map(known.map((guardian) => [guardian.phone, guardian.user_id]));
  const missing = firstOfEachPhone(wanted.filter(({ phone }) => !byPhone.has(phone)));
  const created = await openAccounts(tx, scope, missing.map(toAccount));
  missing.forEach(({ phone }, index) => {
    byPhone.set(phone, created[index] ?? 0);
  });
  const used = new Set(byPhone.values());
  const woken = known
    .filter(({ user_id, is_active }) => !is_active && used.has(user_id))
    .map((one) => one.user_id);
  await setAccountsActive(scope, woken, true);
  const rows = wanted.map(({ student_id, phone, relation }) => ({
    student_id,
    user_id: byPhone.get(phone) ?? 0,
    relation: relation || null,
  }));
  return { created, woken, ties: await queries.insertGuardianships(tx, rows) };
}

/** Somebody's name, if any of the siblings' rows tells it, else called after the first child. */
function firstOfEachPhone(ties: readonly NewTie[]): NewTie[] {
  const first = new Map<string, NewTie>();
  for (const tie of ties) {
    const before = first.get(tie.phone);
    first.set(tie.phone, before ? { ...before, name: before.name || tie.name } : tie);
  }
  return [...first.values()];
}

function toAccount({ phone, child, name, relation }: NewTie) {
  return {
    role: 'parent' as const,
    name: name || guardianNameOf(child, relation),
    phone,
    login_id: guardianLoginIdOf(child, phone),
    is_active: true,
  };
}

type Moved = { id: number; name: string; parent_phone: string | null };

/**
 * After a parent phone changed: an only child's guardian has a new number and stays the same person; otherwise the
 * child alone is moved to the guardian of the new number.
 */
export async function moveToGuardian(
  tx: Tx,
  scope: Scope,
  student: Moved,
  before: string | null,
): Promise<void> {
  await lock(tx, 'guardians', 'all');
  const phone = student.parent_phone;
  const ties = await queries.listGuardians(tx, student.id);
  const left = ties.find((guardian) => before !== null && guardian.phone === before);
  if (left && phone && (await mayKeep(tx, left.user_id, phone)))
    return changeContact(scope, left.user_id, { phone });
  if (left) {
    await queries.deleteGuardianships(tx, [
      { student_id: student.id, user_id: left.user_id, relation: null },
    ]);
    await sleepWithoutChildren(tx, scope, [left.user_id]);
  }
  if (phone) {
    const relation = left?.relation;
    await addGuardians(tx, scope, [{ student_id: student.id, child: student.name, phone, relation }]);
  }
}

async function mayKeep(tx: Tx, user_id: number, phone: string): Promise<boolean> {
  const others = await queries.listGuardiansByPhone(tx, [phone]);
  return others.length === 0 && (await queries.countChildren(tx, user_id)) <= 1;
}

/** Guardians without a child in the academy may no longer sign in. Returns whose accounts were put to sleep. */
export async function sleepWithoutChildren(
  tx: Tx,
  scope: Scope,
  user_ids: readonly number[],
): Promise<number[]> {
  const needed = await queries.listWithChildren(tx, user_ids);
  const idle = user_ids.filter((user_id) => !needed.has(user_id));
  await setAccountsActive(scope, idle, false);
  return idle;
}
