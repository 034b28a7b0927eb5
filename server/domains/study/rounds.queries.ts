import type { ShareStudyRound } from '@seodang/contract/study-rounds.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Nobody goes on with a round that was left for a month. */
const KEPT_DAYS = 30;
const MOST_KEPT = 20;

/** Each device counts the places of its answers from another multiple of this on, so that none is taken twice. */
export const PLACES = 10_000;

const columns = ['uuid', 'quiz_mode', 'pub_ids', 'reshuffled', 'skipped', 'begun_at', 'ended_at'] as const;

function rounds(tx: Tx, student_id: number) {
  return tx
    .selectFrom('study_round as r')
    .where('r.tenant_id', '=', tx.tenant_id)
    .where('r.student_id', '=', student_id);
}

/** The latest of a student, those that were ended too. */
export function listRounds(tx: Tx, student_id: number) {
  return rounds(tx, student_id)
    .select(['r.uuid', 'r.devices', sql<boolean>`r.ended_at is null`.as('is_open')])
    .orderBy('r.shared_at', 'desc')
    .orderBy('r.uuid')
    .limit(MOST_KEPT)
    .execute();
}

/**
 * Keeps a round as it was told first; only what was put off changes, and that it ends. One that was forgotten knows by the
 * answers that came how many devices have places in it.
 */
export function putRound(tx: Tx, student_id: number, round: ShareStudyRound, now: Date) {
  const { uuid, mode: quiz_mode, pub_ids, reshuffled, skipped, seed, begun_at, is_open } = round;
  const ended_at = is_open ? null : now;
  return tx
    .insertInto('study_round')
    .values({
      student_id,
      uuid,
      quiz_mode,
      pub_ids,
      reshuffled,
      skipped,
      seed,
      begun_at,
      ended_at,
      shared_at: now,
      devices: sql<number>`(
        select least(1 + coalesce(max(p.seq), 0) / ${PLACES}, 100) from (
          select a.seq from study_attempt a
          where a.tenant_id = ${tx.tenant_id} and a.student_id = ${student_id} and a.uuid = ${uuid}
          union all
          select w.seq from study_quarantine w
          where w.tenant_id = ${tx.tenant_id} and w.student_id = ${student_id} and w.uuid = ${uuid}) p)`,
    })
    .onConflict((on) =>
      on.columns(['student_id', 'uuid', 'tenant_id']).doUpdateSet((is) => ({
        skipped: is.ref('excluded.skipped'),
        shared_at: now,
        ended_at: is.fn.coalesce('study_round.ended_at', 'excluded.ended_at'),
      })),
    )
    .returning([...columns, sql<number>`seed::float8`.as('seed')])
    .executeTakeFirstOrThrow();
}

/** Counts one more device in; undefined when the student has no such round that is open. */
export function addDevice(tx: Tx, student_id: number, uuid: string) {
  return tx
    .updateTable('study_round')
    .set((is) => ({ devices: is('devices', '+', 1) }))
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .where('uuid', '=', uuid)
    .where('ended_at', 'is', null)
    .where('devices', '<', 100)
    .returning([...columns, 'devices', sql<number>`seed::float8`.as('seed')])
    .executeTakeFirst();
}

/** Forgets what nobody goes on with. */
export async function dropOldRounds(tx: Tx, student_id: number, now: Date): Promise<void> {
  await sql`
    delete from study_round r
    where r.tenant_id = ${tx.tenant_id} and r.student_id = ${student_id} and (
      r.shared_at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})
      or r.uuid in (
        select o.uuid from study_round o where o.tenant_id = ${tx.tenant_id} and o.student_id = ${student_id}
        order by o.shared_at desc, o.uuid offset ${MOST_KEPT}))`.execute(tx);
}
