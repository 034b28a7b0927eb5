import { sql } from 'kysely';
import type { Db } from '#core/db.ts';
import type { Role } from '#db/types.ts';
import type { AccessClaims } from './access.ts';

type Holder = { user_id: number; role: Role; must_change_password: boolean };

/** The person behind a login that still lives; one round trip that sets the tenant too. */
export async function findLogin(db: Db, claims: AccessClaims, now: Date): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`
    select * from app.signed_in(${claims.tenant_id}, ${claims.login_session_id}, ${now})`.execute(db);
  return rows[0];
}

/** The person whose API key this is, in one round trip. */
export async function findKeyHolder(
  db: Db,
  tenant_id: number,
  key_hash: Buffer,
  now: Date,
): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`select * from app.key_holder(${tenant_id}, ${key_hash}, ${now})`.execute(
    db,
  );
  return rows[0];
}
