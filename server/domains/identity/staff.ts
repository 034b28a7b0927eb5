import { StaffRole, staffRoles } from '@seodang/contract/identity.ts';
import type { Page } from '@seodang/contract/list.ts';
import type {
  NewStaff,
  StaffAccount,
  StaffChange,
  StaffQuery,
  TemporaryPassword,
} from '@seodang/contract/staff.ts';
import type { Tx } from '#core/db.ts';
import { offsetOf, orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import * as accounts from './accounts.queries.ts';
import { changeAccount, createAccount, setTemporaryPassword } from './accounts.ts';
import * as queries from './staff.queries.ts';

const sortable = ['name', 'login_id', 'role', 'created_at', 'last_signed_in_at'] as const;

/** Who runs the academy. */
export function listStaff(scope: Scope, url: string, query: StaffQuery): Promise<Page<StaffAccount>> {
  const order = orderOf(query, sortable, [
    { column: 'role', direction: 'asc' },
    { column: 'name', direction: 'asc' },
  ]);
  return scope.tx(async (tx) => {
    const count = await queries.countStaff(tx, query);
    const rows = await queries.listStaff(tx, query, order, offsetOf(query));
    return toPage(url, query, count, rows.map(toStaff));
  });
}

export function readStaff(scope: Scope, id: number): Promise<StaffAccount> {
  return scope.tx(async (tx) => toStaff(await mustBeStaff(tx, id)));
}

/** A new member of staff with a temporary password, which is shown this once. */
export function createStaff(
  scope: Scope,
  person: NewStaff,
): Promise<{ account: StaffAccount } & TemporaryPassword> {
  return scope.tx(async (tx, scope) => {
    const { email = null, phone = null, ...rest } = person;
    const created = await createAccount(scope, { ...rest, email, phone, with_password: true });
    const account = await mustBeStaff(tx, created.user_id);
    await publish(tx, 'staff');
    return {
      account: toStaff(account),
      temporary_password: created.temporary_password ?? '',
      expires_at: account.password_expires_at ?? scope.now,
    };
  });
}

/** Changes a member of staff; see changeAccount for what is refused. */
export function updateStaff(scope: Scope, id: number, change: StaffChange): Promise<StaffAccount> {
  return scope.tx(async (tx, scope) => {
    await mustBeStaff(tx, id);
    await publish(tx, 'staff');
    return toStaff(await changeAccount(scope, id, change));
  });
}

export function resetStaffPassword(scope: Scope, id: number): Promise<TemporaryPassword> {
  return scope.tx(async (tx, scope) => {
    await mustBeStaff(tx, id);
    await publish(tx, 'staff');
    return setTemporaryPassword(scope, id);
  });
}

async function mustBeStaff(tx: Tx, id: number): Promise<accounts.Account> {
  const account = await accounts.findAccount(tx, id);
  return found(account && staffRoles.some((role) => role === account.role) ? account : undefined);
}

function toStaff(account: queries.StaffRow): StaffAccount {
  const { id, login_id, name, email, phone, is_active, must_change_password } = account;
  return {
    id,
    login_id,
    role: StaffRole.parse(account.role),
    name,
    email,
    phone,
    is_active,
    must_change_password,
    totp_enabled: account.totp_confirmed_at !== null,
    last_signed_in_at: account.last_signed_in_at,
    created_at: account.created_at,
  };
}
