import type { Role } from '@seodang/contract/identity.ts';
import type { TemporaryPassword } from '@seodang/contract/staff.ts';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './accounts.queries.ts';
import { mayManage } from './accounts.rules.ts';
import { revokeApiKeys } from './api-keys.queries.ts';
import { endLogins } from './logins.ts';
import { hashPassword, temporaryPassword } from './password.ts';

const TEMPORARY_DAYS = 7;

export type NewPerson = {
  login_id: string;
  role: Role;
  name: string;
  email?: string | null;
  phone?: string | null;
  /** Without one, nobody signs in until setTemporaryPassword gives one. */
  with_password?: boolean;
};
export type CreatedAccount = { user_id: number; login_id: string; temporary_password: string | null };

/**
 * Makes accounts, all or none, in the order given; one audit entry for the lot.
 * Refuses `already_exists` naming the login ids that are taken, `forbidden` for roles the actor may not give.
 */
export async function createAccounts(scope: Scope, people: readonly NewPerson[]): Promise<CreatedAccount[]> {
  for (const { role } of people) mustManage(scope, role);
  const passwords = people.map(({ with_password }) => (with_password ? temporaryPassword() : null));
  const hashes = await Promise.all(
    passwords.map((password) => (password === null ? null : hashPassword(password))),
  );
  return scope.tx(async (tx, scope) => {
    const rows = people.map(({ with_password, ...person }, at) => ({
      email: null,
      phone: null,
      ...person,
      ...temporary(hashes[at] ?? null, scope.now),
    }));
    const ids = await insertAll(tx, rows);
    const after = people.map(({ login_id, role, name }, at) => ({ user_id: ids[at], login_id, role, name }));
    await audit(tx, scope, {
      action: 'account.create',
      subject_type: 'user_account',
      subject_id: ids.length === 1 ? (ids[0] ?? null) : null,
      after: after.length === 1 ? after[0] : after,
    });
    return people.map(({ login_id }, at) => ({
      user_id: ids[at] ?? 0,
      login_id,
      temporary_password: passwords[at] ?? null,
    }));
  });
}

/** One account; see createAccounts. */
export async function createAccount(scope: Scope, person: NewPerson): Promise<CreatedAccount> {
  const [created] = await createAccounts(scope, [person]);
  return found(created);
}

async function insertAll(tx: Tx, rows: readonly queries.NewAccount[]): Promise<number[]> {
  const inserted = await queries.insertAccounts(tx, rows);
  const idOf = new Map(inserted.map(({ login_id, id }) => [login_id.toLowerCase(), id]));
  const taken = rows.map(({ login_id }) => login_id).filter((login_id) => !idOf.has(login_id.toLowerCase()));
  if (taken.length > 0 || inserted.length < rows.length) {
    refuse('already_exists', {
      login_ids: taken,
      errors: [{ pointer: '/login_id', message: 'already_exists' }],
    });
  }
  return rows.map(({ login_id }) => idOf.get(login_id.toLowerCase()) ?? 0);
}

/** A new temporary password, which must be changed at the next sign-in; all logins of the person end. */
export async function setTemporaryPassword(scope: Scope, user_id: number): Promise<TemporaryPassword> {
  const temporary_password = temporaryPassword();
  const password_hash = await hashPassword(temporary_password);
  return scope.tx(async (tx, scope) => {
    const account = await mustBeManaged(tx, scope, user_id);
    const change = temporary(password_hash, scope.now);
    await queries.updateAccount(tx, account.id, change);
    await endLogins(tx, account.id, scope.now);
    await audit(tx, scope, {
      action: 'account.set_temporary_password',
      subject_type: 'user_account',
      subject_id: user_id,
    });
    return { temporary_password, expires_at: change.password_expires_at ?? scope.now };
  });
}

export type AccountChange = {
  login_id?: string | undefined;
  name?: string | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  role?: Role | undefined;
  is_active?: boolean | undefined;
};

/**
 * Changes an account. Another role, or leaving, ends the person's logins at once; who leaves loses their API keys too.
 * Refuses `forbidden` for accounts and roles the actor may not manage, `last_owner`, `already_exists` for a login id.
 */
export function changeAccount(
  scope: Scope,
  user_id: number,
  change: AccountChange,
): Promise<queries.Account> {
  return scope.tx(async (tx, scope) => {
    // Two owners who remove each other must not both find the other one still there.
    if (change.role !== undefined || change.is_active !== undefined) await lock(tx, 'owners', 0);
    const before = await mustBeManaged(tx, scope, user_id);
    if (change.role !== undefined) mustManage(scope, change.role);
    await mustKeepAnOwner(tx, before, change);
    await mustBeFree(tx, before, change.login_id);

    const after = await queries.updateAccount(tx, user_id, present(change));
    if (after.role !== before.role || after.is_active !== before.is_active)
      await endLogins(tx, user_id, scope.now);
    if (!after.is_active) await revokeApiKeys(tx, user_id, scope.now);
    await audit(tx, scope, {
      action: 'account.change',
      subject_type: 'user_account',
      subject_id: user_id,
      before: shown(before),
      after: shown(after),
    });
    return after;
  });
}

/** Closes an account: its logins and API keys end at once, its traces stay. */
export async function deactivateAccount(scope: Scope, user_id: number): Promise<void> {
  await changeAccount(scope, user_id, { is_active: false });
}

function mustManage({ actor }: Scope, target: Role): void {
  if (actor.kind === 'system') return;
  if (actor.kind !== 'user' || !mayManage(actor.role, target)) refuse('forbidden');
}

async function mustBeManaged(tx: Tx, scope: Scope, user_id: number): Promise<queries.Account> {
  const account = found(await queries.lockAccount(tx, user_id));
  mustManage(scope, account.role);
  return account;
}

async function mustKeepAnOwner(
  tx: Tx,
  before: queries.Account,
  { role, is_active }: AccountChange,
): Promise<void> {
  const goes = (role !== undefined && role !== 'owner') || is_active === false;
  if (before.role !== 'owner' || !before.is_active || !goes) return;
  if ((await queries.countOtherOwners(tx, before.id)) === 0) refuse('last_owner');
}

async function mustBeFree(tx: Tx, before: queries.Account, login_id: string | undefined): Promise<void> {
  if (login_id === undefined || login_id.toLowerCase() === before.login_id.toLowerCase()) return;
  const taken = await queries.isLoginIdTaken(tx, login_id);
  if (taken) refuse('already_exists', { errors: [{ pointer: '/login_id', message: 'already_exists' }] });
}

function temporary(password_hash: string | null, now: Date): queries.PasswordChange {
  if (password_hash === null)
    return { password_hash, must_change_password: false, password_expires_at: null };
  const password_expires_at = new Date(now.getTime() + TEMPORARY_DAYS * 24 * 60 * 60 * 1000);
  return { password_hash, must_change_password: true, password_expires_at };
}

function shown({ login_id, name, email, phone, role, is_active }: queries.Account): AccountChange {
  return { login_id, name, email, phone, role, is_active };
}

/** What was given: a field that is left out stays as it is. */
function present(change: AccountChange): Partial<queries.NewAccount> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
