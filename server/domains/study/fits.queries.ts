import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { StudyFit } from '#db/types.ts';
import type { Weighted } from './memory.ts';

const MOST_CARDS = 200_000;

/** Whose reviews weights are fitted to: one student's, those of one subject, or with neither all of the academy. */
export type FitScope = { subject: string | null; student_id: number | null };

/**
 * The review log as `packages/recall` reads it: a line for each question of each student, those answered last first, with
 * its subject. Study days begin at 04:00 by the academy's clock.
 */
export async function readLog(tx: Tx, timezone: string, { subject, student_id }: FitScope) {
  const { rows } = await sql<{ line: string; subject: string }>`
    select card.subject, string_agg(
      ((a.at at time zone ${timezone} - interval '4 hours')::date - date '1970-01-01')
        || case when a.outcome = 'correct' then 'g' when a.outcome = 'unsure' and a.is_correct then 'h' else 'a' end,
      ',' order by a.at, a.uuid, a.seq) as line
    from (
      select m.student_id, m.study_question_id, q.subject
      from study_memory m join study_question q on q.tenant_id = m.tenant_id and q.id = m.study_question_id
      where m.tenant_id = ${tx.tenant_id} and m.attempts > 1
        and (${student_id}::bigint is null or m.student_id = ${student_id}) and (${subject}::text is null or q.subject = ${subject})
      order by m.last_at desc limit ${MOST_CARDS}) card
    join study_attempt a on a.tenant_id = ${tx.tenant_id} and a.student_id = card.student_id
      and a.study_question_id = card.study_question_id and a.undone_at is null
    group by a.student_id, a.study_question_id, card.subject`.execute(tx);
  return rows;
}

/** How many answers the academy has, each of its subjects, and each student; and how many there were at the last try. */
export async function countReviews(tx: Tx) {
  const { rows } = await sql<FitScope & { total: number; before: number }>`
    select c.subject, c.student_id, c.total, coalesce((
        select t.reviews from study_fit_try t
        where t.tenant_id = ${tx.tenant_id} and t.subject is not distinct from c.subject and t.student_id is not distinct from c.student_id), 0) as before
    from (
      select q.subject, a.student_id, count(*)::int as total
      from study_attempt a join study_question q on q.tenant_id = a.tenant_id and q.id = a.study_question_id
      where a.tenant_id = ${tx.tenant_id} and a.undone_at is null
      group by grouping sets ((), (q.subject), (a.student_id))) c`.execute(tx);
  return rows;
}

/** Notes with how many answers fitting was tried, whatever comes of it. */
export async function putTry(
  tx: Tx,
  { subject, student_id }: FitScope,
  reviews: number,
  tried_at: Date,
): Promise<void> {
  await tx
    .insertInto('study_fit_try')
    .values({ subject, student_id, reviews, tried_at })
    .onConflict((on) => on.columns(['student_id', 'subject', 'tenant_id']).doUpdateSet({ reviews, tried_at }))
    .execute();
}

function fits(tx: Tx) {
  return tx.selectFrom('study_fit as f').where('f.tenant_id', '=', tx.tenant_id);
}

function shown(tx: Tx) {
  return fits(tx)
    .leftJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'f.tenant_id').onRef('s.id', '=', 'f.student_id'),
    )
    .selectAll('f')
    .select('s.name as student_name');
}

/** Those with these ids and the latest ones, the latest first. */
export function listFits(tx: Tx, ids: readonly number[], limit: number) {
  return shown(tx)
    .where((is) =>
      is.or([
        is('f.id', '=', sql<number>`any(${ids}::bigint[])`),
        is('f.id', 'in', fits(tx).select('f.id').orderBy('f.id', 'desc').limit(limit)),
      ]),
    )
    .orderBy('f.id', 'desc')
    .execute();
}

export function findFit(tx: Tx, id: number) {
  return fits(tx).select('f.id').where('f.id', '=', id).executeTakeFirst();
}

/** Those in use: of the academy, of each subject and of each student the latest adopted one. */
export function listAdopted(tx: Tx) {
  return fits(tx)
    .distinctOn(['f.subject', 'f.student_id'])
    .select(['f.id', 'f.subject', 'f.student_id', 'f.weights'])
    .where('f.state', '=', 'adopted')
    .orderBy('f.subject')
    .orderBy('f.student_id')
    .orderBy('f.id', 'desc')
    .execute();
}
export type AdoptedFit = Awaited<ReturnType<typeof listAdopted>>[number];

/** Of what the last decision of a person was to go back. */
export async function listPaused(tx: Tx) {
  const { rows } = await sql<FitScope & { student_name: string | null }>`
    select l.subject, l.student_id, s.name as student_name from (
      select distinct on (f.subject, f.student_id) f.subject, f.student_id, f.state from study_fit f
      where f.tenant_id = ${tx.tenant_id} and f.state <> 'rejected'
      order by f.subject, f.student_id, f.id desc) l
    left join student s on s.tenant_id = ${tx.tenant_id} and s.id = l.student_id
    where l.state = 'reverted'
    order by l.student_id nulls first, l.subject nulls first`.execute(tx);
  return rows;
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

/** By which weights the memories of a student are folded; none: by those that FSRS brings. */
export async function findWeights(tx: Tx, student_id: number): Promise<Weighted[]> {
  const { rows } = await sql<{
    weights: Weighted[];
  }>`select app.study_weights(${student_id}) as weights`.execute(tx);
  return rows[0]?.weights ?? [];
}

export async function putFitsOf(tx: Tx, student_id: number, study_fit_ids: number[]): Promise<void> {
  await tx
    .insertInto('study_student_fit')
    .values({ student_id, study_fit_ids })
    .onConflict((on) => on.columns(['tenant_id', 'student_id']).doUpdateSet({ study_fit_ids }))
    .execute();
}

/** Everybody who remembers anything, with the fits by which it is folded. */
export async function listFolded(tx: Tx) {
  const { rows } = await sql<{ student_id: number; study_fit_ids: number[] }>`
    select m.student_id, coalesce(to_json(s.study_fit_ids), '[]') as study_fit_ids
    from (select distinct student_id from study_memory where tenant_id = ${tx.tenant_id}) m
    left join study_student_fit s on s.tenant_id = ${tx.tenant_id} and s.student_id = m.student_id
    order by m.student_id`.execute(tx);
  return rows;
}

/** What a student remembers, with where it is kept and by what it is folded. */
export function listRemembered(tx: Tx, student_id: number) {
  return tx
    .selectFrom('study_memory as m')
    .innerJoin('study_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'm.tenant_id').onRef('q.id', '=', 'm.study_question_id'),
    )
    .select(['m.study_question_id', 'm.study_topic_id', 'q.subject'])
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id)
    .orderBy('m.study_question_id')
    .execute();
}
