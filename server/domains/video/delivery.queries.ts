import { sql } from 'kysely';
import type { Db } from '#core/db.ts';
import type { MediaPath } from './delivery.rules.ts';

/** The AES key of an output, for who still watches it; one round trip that finds and sets the tenant too. */
export async function findOutputKey(
  db: Db,
  { tenant_code, video_id, version }: MediaPath,
  sid: string,
  now: Date,
): Promise<Buffer | undefined> {
  const { rows } = await sql<{ key: Buffer | null }>`
    select app.output_key(${tenant_code}, ${sid}, ${video_id}, ${version}, ${now}) as key`.execute(db);
  return rows[0]?.key ?? undefined;
}
