import { staffRoles } from '@seodang/contract/identity.ts';
import type { StaffQuery } from '@seodang/contract/staff.ts';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order } from '#core/list.ts';

type Filter = Pick<StaffQuery, 'role' | 'is_active' | 'search'>;
type Column = 'name' | 'login_id' | 'role' | 'created_at' | 'last_signed_in_at';
export type StaffRow = Awaited<ReturnType<typeof listStaff>>[number];

export async function countStaff(tx: Tx, filter: Filter): Promise<number> {
  const { count } = await filtered(tx, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export function listStaff(
  tx: Tx,
  filter: Filter,
  order: readonly Order<Column>[],
  page: { limit: number; offset: number },
) {
  let query = filtered(tx, filter).select([
    'id',
    'login_id',
    'role',
    'name',
    'email',
    'phone',
    'is_active',
    'must_change_password',
    'totp_confirmed_at',
    'last_signed_in_at',
    'created_at',
  ]);
  for (const { column, direction } of order) query = query.orderBy(column, direction);
  return query.orderBy('id').limit(page.limit).offset(page.offset).execute();
}

function filtered(tx: Tx, { role, is_active, search }: Filter) {
  let query = tx
    .selectFrom('user_account')
    .where('tenant_id', '=', tx.tenant_id)
    .where('role', 'in', role ? [role] : [...staffRoles]);
  if (is_active !== undefined) query = query.where('is_active', '=', is_active);
  if (search) {
    const pattern = likeOf(search);
    query = query.where((eb) =>
      eb.or([eb('name', 'ilike', pattern), eb('login_id', 'ilike', pattern), eb('email', 'ilike', pattern)]),
    );
  }
  return query;
}
