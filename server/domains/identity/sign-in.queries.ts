import { sql } from 'kysely';
import type { Db, Tx } from '#core/db.ts';

export async function findTenantId(db: Db, code: string): Promise<number | null> {
  const { rows } = await sql<{ id: number | null }>`select app.tenant_by_code(${code}) as id`.execute(db);
  return rows[0]?.id ?? null;
}

/** The same transaction, from here on in a tenant that is new; undefined if its code is taken. */
export async function openTenant(
  tx: Tx,
  code: string,
  name: string,
  isDemo: boolean,
): Promise<Tx | undefined> {
  const { rows } = await sql<{
    id: number | null;
  }>`select app.open_tenant(${code}, ${name}, ${isDemo}) as id`.execute(tx);
  const tenant_id = rows[0]?.id;
  if (!tenant_id) return undefined;
  await sql`select set_config('app.tenant_id', ${String(tenant_id)}, true)`.execute(tx);
  return Object.assign(tx, { tenant_id });
}

export async function findDemoTenant(db: Db): Promise<number | null> {
  const { rows } = await sql<{ id: number | null }>`select app.demo_tenant() as id`.execute(db);
  return rows[0]?.id ?? null;
}
