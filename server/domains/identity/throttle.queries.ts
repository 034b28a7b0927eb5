import { sql } from 'kysely';
import type { Db, Tx } from '#core/db.ts';

/**
 * Counts an attempt as a failure before it is judged, so that attempts made at the same time all count.
 * Returns false, and counts nothing, while the key is blocked. Failures are forgotten after a quiet day.
 */
export async function countAttempt(
  db: Db,
  key: Buffer,
  waits: readonly number[],
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    with attempt as (select ${now}::timestamptz as at, ${waits}::int[] as waits)
    insert into login_throttle as t (key, failures, blocked_until, last_failed_at)
    select ${key}, 1, at + make_interval(secs => nullif(waits[1], 0)), at from attempt
    on conflict (key) do update set (failures, blocked_until, last_failed_at) = (
      select n, at + make_interval(secs => nullif(waits[n], 0)), at
      from attempt, lateral (select case when t.last_failed_at < at - interval '1 day' then 1
                                         else least(t.failures + 1, cardinality(waits)) end as n) counted)
    where t.blocked_until is null or t.blocked_until <= excluded.last_failed_at
    returning failures`.execute(db);
  return rows.length > 0;
}

export async function blockedUntil(db: Db, key: Buffer): Promise<Date | null> {
  const row = await db
    .selectFrom('login_throttle')
    .select('blocked_until')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.blocked_until ?? null;
}

/** Takes one counted attempt back, and with it the wait that it caused. */
export async function uncountAttempt(db: Db, key: Buffer): Promise<void> {
  await sql`
    update login_throttle set failures = greatest(failures - 1, 0), blocked_until = null where key = ${key}`.execute(
    db,
  );
}

/** Forgets up to `limit` keys that have been quiet for a day, and so count for nothing; returns how many. */
export async function forgetQuietKeys(tx: Tx, now: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from login_throttle where key in (
      select key from login_throttle
      where last_failed_at < ${now}::timestamptz - interval '1 day' and coalesce(blocked_until, '-infinity') <= ${now}
      limit ${limit} for update skip locked)`.execute(tx);
  return Number(numAffectedRows);
}

export async function forgetFailures(db: Db, key: Buffer): Promise<void> {
  await db.deleteFrom('login_throttle').where('key', '=', key).execute();
}
