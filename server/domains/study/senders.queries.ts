import { sql } from 'kysely';
import type { Db } from '#core/db.ts';

export async function findTenant(db: Db, code: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number | null }>`select app.tenant_by_code(${code}) as id`.execute(db);
  return rows[0]?.id ?? undefined;
}
