import type { IngestAnswer } from '@seodang/contract/study-ingest.ts';
import type { Attempt } from '@seodang/recall';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Histories } from './attempts.queries.ts';
import { ratingOf } from './attempts.rules.ts';
import type { Raw } from './ingest.rules.ts';
import type { Weighted } from './memory.ts';
import type { Question } from './take-in.ts';

/** A question by what devices call it, with whom it belongs to and whether this student studies it. */
export type KnownQuestion = Question & { student_id: number | null; is_open: boolean; is_own: boolean };

export async function listKnown(
  tx: Tx,
  student_id: number | null,
  pub_ids: readonly string[],
): Promise<KnownQuestion[]> {
  const { rows } = await sql<KnownQuestion>`
    select * from app.study_known(${student_id}::bigint, ${pub_ids}::uuid[])`.execute(tx);
  return rows;
}

export type Delivered = Raw & { seq: number };
/** What a student fails in a topic besides, as it stood when a session ended there. */
export type Failing = { study_topic_id: number; last: number; settled: number; later: number[] | null };

type Row = {
  timezone: string;
  weights: Weighted[] | null;
  answer: IngestAnswer | null;
  delivered: (Omit<Delivered, 'answered_at'> & { answered_at: number })[] | null;
  questions: KnownQuestion[] | null;
  histories: (Omit<Attempt, 'rating'> & { study_question_id: number; is_correct: boolean })[] | null;
  failing: Failing[] | null;
};
type Asked = {
  uuid: string;
  body_hash: Buffer;
  /** When the questions were answered; null where nothing was. */
  asked: readonly { pub_id: string; at: Date | null }[];
};

/** Takes the student's lock and tells all that taking a delivery in has to know; of a known body only its first answer. */
export async function findArrival(tx: Tx, student_id: number, { uuid, body_hash, asked }: Asked) {
  const pub_ids = asked.map(({ pub_id }) => pub_id);
  const given = asked.map(({ at }) => at);
  const { rows } = await sql<Row>`
    select * from app.study_arrival(${student_id}, ${uuid}, ${body_hash}, ${pub_ids}, ${given})`.execute(tx);
  const { delivered, histories, questions, failing, weights, ...known } = found(rows[0]);
  return {
    ...known,
    weights: weights ?? [],
    delivered: (delivered ?? []).map((one) => ({ ...one, answered_at: new Date(one.answered_at) })),
    questions: questions ?? [],
    histories: toHistories(histories ?? []),
    failing: failing ?? [],
  };
}

function toHistories(rows: NonNullable<Row['histories']>): Histories {
  const histories: Histories = new Map();
  for (const { study_question_id, is_correct, ...attempt } of rows) {
    const history = histories.get(study_question_id) ?? [];
    history.push({ ...attempt, rating: ratingOf(attempt.outcome, is_correct) });
    histories.set(study_question_id, history);
  }
  return histories;
}
