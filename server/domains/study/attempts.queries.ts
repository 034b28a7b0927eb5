import type { Attempt, Memory } from '@seodang/recall';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { ratingOf } from './attempts.rules.ts';

/**
 * What one student studied is written by one transaction at a time, under the keys that hold meanwhile. Everybody who
 * writes attempts or memories takes this lock before any other.
 */
export async function lockStudent(tx: Tx, student_id: number): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`${tx.tenant_id}:study:${student_id}`}, 0)),
      pg_advisory_xact_lock_shared(hashtextextended(${`${tx.tenant_id}:study_keys`}, 0))`.execute(tx);
}

export type Histories = Map<number, Attempt[]>;

/** Everything that a student answered to these questions and did not take back, by question. */
export async function listHistories(
  tx: Tx,
  student_id: number,
  question_ids: readonly number[],
): Promise<Histories> {
  const histories: Histories = new Map(question_ids.map((id) => [id, []]));
  if (question_ids.length === 0) return histories;
  const rows = await standing(tx, student_id, question_ids).execute();
  for (const { study_question_id, is_correct, ...attempt } of rows)
    histories.get(study_question_id)?.push({ ...attempt, rating: ratingOf(attempt.outcome, is_correct) });
  return histories;
}

/** What a student answered to these questions and did not take back. */
function standing(tx: Tx, student_id: number, question_ids: readonly number[]) {
  return tx
    .selectFrom('study_attempt as a')
    .select(['a.study_question_id', 'a.uuid as quiz_session', 'a.seq', 'a.outcome', 'a.is_correct'])
    .select(sql<number>`(extract(epoch from a.at) * 1000)::bigint`.as('at'))
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.student_id', '=', student_id)
    .where('a.study_question_id', '=', sql<number>`any(${question_ids}::bigint[])`)
    .where('a.undone_at', 'is', null);
}

/** The same with what was selected, for the student's own devices. */
export async function listGiven(tx: Tx, student_id: number, question_ids: readonly number[]) {
  if (question_ids.length === 0) return [];
  return standing(tx, student_id, question_ids)
    .select([sql<string[]>`a.selected`.as('selected'), 'a.unsure', 'a.picture_path'])
    .execute();
}

export type MemoryRow = Memory & {
  study_question_id: number;
  study_topic_id: number;
  not_passed: number;
  is_chronic: boolean;
  last_passed: boolean;
  last_at: Date;
};

export async function putMemories(tx: Tx, student_id: number, memories: readonly MemoryRow[]): Promise<void> {
  if (memories.length > 0) await puttingMemories(tx, student_id, memories).execute(tx);
}

/** The statement that keeps memories, by itself or as part of one that does more. */
export function puttingMemories(tx: Tx, student_id: number, memories: readonly MemoryRow[]) {
  return sql`
    insert into study_memory (tenant_id, student_id, study_question_id, study_topic_id, stability, difficulty, attempts, fails,
      last_day, due_day, not_passed, is_chronic, last_passed, last_at)
    select ${tx.tenant_id}::bigint, ${student_id}::bigint, m.* from jsonb_to_recordset(${JSON.stringify(memories)}::jsonb) as m (
      study_question_id bigint, study_topic_id bigint, stability float8, difficulty float8, attempts int, fails int,
      last_day date, due_day date, not_passed int, is_chronic boolean, last_passed boolean, last_at timestamptz)
    on conflict (tenant_id, student_id, study_question_id) do update set
      study_topic_id = excluded.study_topic_id, stability = excluded.stability, difficulty = excluded.difficulty,
      attempts = excluded.attempts, fails = excluded.fails, last_day = excluded.last_day, due_day = excluded.due_day,
      not_passed = excluded.not_passed, is_chronic = excluded.is_chronic, last_passed = excluded.last_passed,
      last_at = excluded.last_at`;
}

/** Of questions whose every attempt was taken back nothing is remembered. */
export async function forgetMemories(
  tx: Tx,
  student_id: number,
  question_ids: readonly number[],
): Promise<void> {
  if (question_ids.length === 0) return;
  await tx
    .deleteFrom('study_memory')
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .where('study_question_id', 'in', question_ids)
    .execute();
}

/**
 * Of the other questions of a topic that a student failed often enough to be chronic: how many are, and which were answered
 * again since `end`, so that what they were then is not what they are now.
 */
export async function findFailing(
  tx: Tx,
  student_id: number,
  topic_id: number,
  { end, except }: { end: Date; except: readonly number[] },
): Promise<{ settled: number; later: number[] }> {
  const { settled, later } = await tx
    .selectFrom('study_memory as m')
    .select([
      sql<number>`count(*) filter (where m.is_chronic and m.last_at < ${end})::int`.as('settled'),
      sql<number[] | null>`json_agg(m.study_question_id) filter (where m.last_at >= ${end})`.as('later'),
    ])
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id)
    .where('m.study_topic_id', '=', topic_id)
    .where('m.not_passed', '>=', 3)
    .where('m.study_question_id', '!=', sql<number>`all(${except}::bigint[])`)
    .executeTakeFirstOrThrow();
  return { settled, later: later ?? [] };
}
