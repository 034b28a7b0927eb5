import { sql } from 'kysely';
import type { Db } from '#core/db.ts';
import type { Role } from '#db/types.ts';
import type { AccessClaims } from './access.ts';

type Login = { user_id: number; role: Role; must_change_password: boolean };

/** The person behind a login that still lives; one round trip that sets the tenant too. */
export async function findLogin(db: Db, claims: AccessClaims, now: Date): Promise<Login | undefined> {
  const { rows } = await sql<Login>`
    select * from app.signed_in(${claims.tenant_id}, ${claims.login_session_id}, ${now})`.execute(db);
  return rows[0];
}
