import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { StudyFit } from '#db/types.ts';

const MOST_CARDS = 200_000;

/**
 * The review log of an academy as `packages/recall` reads it: a line for each question of each student, those answered last
 * first. Study days begin at 04:00 by the academy's clock.
 */
export async function readLog(tx: Tx, timezone: string): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select string_agg(
      ((a.at at time zone ${timezone} - interval '4 hours')::date - date '1970-01-01')
        || case when a.outcome = 'correct' then 'g' when a.outcome = 'unsure' and a.is_correct then 'h' else 'a' end,
      ',' order by a.at, a.uuid, a.seq) as line
    from (
      select m.student_id, m.study_question_id from study_memory m
      where m.tenant_id = ${tx.tenant_id} and m.attempts > 1
      order by m.last_at desc limit ${MOST_CARDS}) card
    join study_attempt a on a.tenant_id = ${tx.tenant_id} and a.student_id = card.student_id
      and a.study_question_id = card.study_question_id and a.undone_at is null
    group by a.student_id, a.study_question_id`.execute(tx);
  return rows.map(({ line }) => line).join('\n');
}

/** How many answers the academy has, and how many since its last fit. */
export async function countReviews(tx: Tx): Promise<{ total: number; since: number }> {
  const { rows } = await sql<{ total: number; since: number }>`
    with last as (select max(f.fitted_at) as at from study_fit f where f.tenant_id = ${tx.tenant_id})
    select count(*)::int as total, count(*) filter (where l.at is null or a.received_at > l.at)::int as since
    from study_attempt a, last l where a.tenant_id = ${tx.tenant_id} and a.undone_at is null`.execute(tx);
  return rows[0] ?? { total: 0, since: 0 };
}

function fits(tx: Tx) {
  return tx.selectFrom('study_fit as f').where('f.tenant_id', '=', tx.tenant_id);
}

/** The latest first. */
export function listFits(tx: Tx, limit: number) {
  return fits(tx).selectAll('f').orderBy('f.id', 'desc').limit(limit).execute();
}

/** The one in use; undefined: the weights that FSRS brings. */
export function findAdopted(tx: Tx) {
  return fits(tx)
    .selectAll('f')
    .where('f.state', '=', 'adopted')
    .orderBy('f.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Whether the last decision of a person was to go back. */
export async function isPaused(tx: Tx): Promise<boolean> {
  const last = await fits(tx)
    .select('f.state')
    .where('f.state', '!=', 'rejected')
    .orderBy('f.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.state === 'reverted';
}

export async function insertFit(tx: Tx, values: Insertable<StudyFit>): Promise<void> {
  await tx.insertInto('study_fit').values(values).execute();
}

export async function markReverted(tx: Tx, id: number, at: Date): Promise<void> {
  await tx
    .updateTable('study_fit')
    .set({ state: 'reverted', reverted_at: at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** By which weights the memories of a student are folded; undefined: by those that FSRS brings. */
export function findFitOf(tx: Tx, student_id: number) {
  return tx
    .selectFrom('study_student_fit as s')
    .innerJoin('study_fit as f', (on) =>
      on.onRef('f.tenant_id', '=', 's.tenant_id').onRef('f.id', '=', 's.study_fit_id'),
    )
    .select(['f.id', 'f.weights'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.student_id', '=', student_id)
    .executeTakeFirst();
}

export async function putFitOf(tx: Tx, student_id: number, study_fit_id: number | null): Promise<void> {
  await tx
    .insertInto('study_student_fit')
    .values({ student_id, study_fit_id })
    .onConflict((on) => on.columns(['tenant_id', 'student_id']).doUpdateSet({ study_fit_id }))
    .execute();
}

/** The students whose memories are folded by other weights than these. */
export async function listBehind(tx: Tx, study_fit_id: number | null): Promise<number[]> {
  const { rows } = await sql<{ student_id: number }>`
    select distinct m.student_id from study_memory m
    left join study_student_fit s on s.tenant_id = m.tenant_id and s.student_id = m.student_id
    where m.tenant_id = ${tx.tenant_id} and s.study_fit_id is distinct from ${study_fit_id}::bigint
    order by m.student_id`.execute(tx);
  return rows.map(({ student_id }) => student_id);
}

/** What a student remembers, with the topics under which it is kept. */
export function listRemembered(tx: Tx, student_id: number) {
  return tx
    .selectFrom('study_memory as m')
    .select(['m.study_question_id', 'm.study_topic_id'])
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id)
    .orderBy('m.study_question_id')
    .execute();
}
