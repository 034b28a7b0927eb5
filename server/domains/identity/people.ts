import type { Scope } from '#core/scope.ts';
import * as queries from './people.queries.ts';

/**
 * Opens accounts of students and parents, without a password: they can sign in once one was issued. Ids in the order
 * given. The caller checked that the login ids are free, and records the change.
 */
export function openPeople(scope: Scope, accounts: readonly queries.NewAccount[]): Promise<number[]> {
  return scope.tx((tx) => queries.insertAccounts(tx, accounts));
}

/** Every login id of the academy, in small letters. */
export function takenLoginIds(scope: Scope): Promise<Set<string>> {
  return scope.tx(async (tx) => new Set((await queries.listLoginIds(tx)).map((id) => id.toLowerCase())));
}

/** Keeps the name and the phone of an account equal to those of the person it belongs to. */
export function changeContact(
  scope: Scope,
  user_id: number,
  contact: { name?: string; phone?: string | null },
): Promise<void> {
  return scope.tx((tx) => queries.updateContact(tx, user_id, contact));
}

/** Lets people sign in, or no longer; who is signed in is out at once, and for good. */
export async function setAccountsActive(
  scope: Scope,
  user_ids: readonly number[],
  is_active: boolean,
): Promise<void> {
  if (user_ids.length === 0) return;
  await scope.tx(async (tx, { now }) => {
    const changed = await queries.updateActive(tx, user_ids, is_active);
    if (!is_active) await queries.revokeLoginsOf(tx, changed, now);
  });
}
