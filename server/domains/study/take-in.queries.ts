import type { IngestAnswer } from '@seodang/contract/study-ingest.ts';
import type { Outcome, Summary } from '@seodang/recall';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { newsOf } from '#core/live.ts';
import { type MemoryRow, puttingMemories } from './attempts.queries.ts';

/** A session of a viewer or an exam, of one topic, as it comes in: finished. */
export type NewQuiz = Omit<Summary, `${'first_try' | 'new_wrong' | 'still_failing' | 'retained'}_count`> & {
  user_id: number | null;
  study_topic_id: number;
  source: 'viewer' | 'paper';
  uuid: string;
  device: string;
  app_version: string;
  summary: object;
  finished_at: Date;
  finalized_at: Date;
  question_ids: readonly number[];
  revisions: readonly number[];
  subject_distribution: Record<string, number>;
  cursor: number;
};

export type NewAttempt = {
  /** null: that of the same uuid and topic which comes in with it. */
  study_quiz_session_id: number | null;
  study_topic_id: number;
  uuid: string;
  seq: number;
  study_question_id: number;
  revision: number;
  selected: readonly string[];
  unsure: boolean;
  elapsed_ms: number | null;
  answered_at: Date;
  at: Date;
  received_at: Date;
  is_suspect: boolean;
  outcome: Outcome;
  is_correct: boolean;
};

export type Waiting = {
  uuid: string;
  seq: number;
  pub_id: string;
  selected: readonly string[];
  unsure: boolean;
  elapsed_ms: number | null;
  answered_at: Date;
  at: Date;
  received_at: Date;
  is_suspect: boolean;
};

/** What was delivered, with the answer to it but for the ids of the quiz sessions that it made. */
export type Delivery = { uuid: string; body_hash: Buffer; answer: IngestAnswer; received_at: Date };

export type Arriving = {
  quizzes: readonly NewQuiz[];
  attempts: readonly NewAttempt[];
  memories: readonly MemoryRow[];
  waiting?: readonly Waiting[];
  delivery?: Delivery | undefined;
  /** Whom it is news to; undefined: nobody is told. */
  news?: { user_id: number | null } | undefined;
};

/**
 * Writes all that came in of one student, in one round trip (measured: a third of the time that a statement for each table
 * took). Returns the ids of the quiz sessions that were made.
 */
export async function writeArriving(tx: Tx, student_id: number, arriving: Arriving) {
  const { rows } = await sql<{ id: number; uuid: string; study_topic_id: number }>`
    with quiz as (${quizzes(tx, student_id, arriving.quizzes)}),
    attempt as (${attempts(tx, student_id, arriving.attempts)}),
    memory as (${puttingMemories(tx, student_id, arriving.memories)}),
    waiting as (${waiting(tx, student_id, arriving.waiting ?? [])}),
    delivery as (${delivery(tx, student_id, arriving.delivery)}),
    news as materialized (${news(tx, arriving.news)})
    select quiz.id, quiz.uuid, quiz.study_topic_id from quiz, (select count(*) from news) told order by quiz.id`.execute(
    tx,
  );
  return rows;
}

function quizzes(tx: Tx, student_id: number, rows: readonly NewQuiz[]) {
  return sql`
    insert into study_quiz_session (tenant_id, student_id, status, client_session_uuid, uuid, user_id, study_topic_id, source, device,
      app_version, summary, finished_at, finalized_at, question_ids, revisions, subject_distribution, cursor, correct_count,
      wrong_count, unsure_count, newly_correct_count, relapsed_count, recovered_count, chronic_remaining_count)
    select ${tx.tenant_id}::bigint, ${student_id}::bigint, 'done', z.uuid, z.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as z (
      uuid uuid, user_id bigint, study_topic_id bigint, source study_source, device text, app_version text, summary jsonb,
      finished_at timestamptz, finalized_at timestamptz, question_ids jsonb, revisions jsonb, subject_distribution jsonb, cursor int,
      correct_count int, wrong_count int, unsure_count int, newly_correct_count int, relapsed_count int, recovered_count int,
      chronic_remaining_count int)
    returning id, uuid, study_topic_id`;
}

function attempts(tx: Tx, student_id: number, rows: readonly NewAttempt[]) {
  return sql`
    insert into study_attempt (tenant_id, student_id, study_quiz_session_id, uuid, seq, study_question_id, revision, selected, unsure,
      elapsed_ms, answered_at, at, received_at, is_suspect, outcome, is_correct)
    select ${tx.tenant_id}::bigint, ${student_id}::bigint, coalesce(a.study_quiz_session_id, quiz.id), a.uuid, a.seq, a.study_question_id,
      a.revision, a.selected, a.unsure, a.elapsed_ms, a.answered_at, a.at, a.received_at, a.is_suspect, a.outcome, a.is_correct
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a (
      study_quiz_session_id bigint, study_topic_id bigint, uuid uuid, seq int, study_question_id bigint, revision int, selected jsonb,
      unsure boolean, elapsed_ms int, answered_at timestamptz, at timestamptz, received_at timestamptz, is_suspect boolean,
      outcome study_outcome, is_correct boolean)
    left join quiz on quiz.uuid = a.uuid and quiz.study_topic_id = a.study_topic_id`;
}

function waiting(tx: Tx, student_id: number, rows: readonly Waiting[]) {
  return sql`
    insert into study_quarantine (tenant_id, student_id, uuid, seq, pub_id, selected, unsure, elapsed_ms, answered_at, at, received_at,
      is_suspect)
    select ${tx.tenant_id}::bigint, ${student_id}::bigint, w.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (
      uuid uuid, seq int, pub_id uuid, selected jsonb, unsure boolean, elapsed_ms int, answered_at timestamptz, at timestamptz,
      received_at timestamptz, is_suspect boolean)`;
}

function delivery(tx: Tx, student_id: number, one: Delivery | undefined) {
  return sql`
    insert into study_delivery (tenant_id, student_id, uuid, body_hash, answer, received_at)
    select ${tx.tenant_id}::bigint, ${student_id}::bigint, ${one?.uuid ?? null}::uuid, ${one?.body_hash ?? null}::bytea,
      ${one ? JSON.stringify(one.answer) : null}::jsonb || jsonb_build_object('quiz_session_ids', (
        select coalesce(jsonb_agg(s.id order by s.id), '[]')
        from (select id from quiz union select unnest(${one?.answer.quiz_session_ids ?? []}::bigint[])) s)),
      ${one?.received_at ?? null}::timestamptz
    where ${one !== undefined}::boolean`;
}

function news(tx: Tx, about: Arriving['news']) {
  return about ? sql`select ${newsOf(tx, 'study', { user_id: about.user_id ?? undefined })}` : sql`select`;
}
