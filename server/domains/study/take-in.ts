import type { Outcome, QuestionKind, Scheduler } from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import { type Histories, insertAttempts, listHistories, type NewAttempt } from './attempts.queries.ts';
import { judge, ratingOf } from './attempts.rules.ts';
import { countsOf, summarise } from './finalize.ts';
import { growQuiz, listTaken } from './ingest.queries.ts';
import { refold } from './memory.ts';
import { insertQuiz } from './quiz.queries.ts';

export type Question = {
  id: number;
  pub_id: string;
  study_topic_id: number;
  revision: number;
  kind: QuestionKind;
  subject: string;
  keys: readonly (readonly string[])[];
};
export type Taken = Omit<
  NewAttempt,
  'study_quiz_session_id' | 'study_question_id' | 'revision' | 'outcome' | 'is_correct'
> & { question: Question };
export type Judged = Taken & { outcome: Outcome; is_correct: boolean };

export type Whose = {
  student_id: number;
  user_id: number | null;
  source: 'viewer' | 'paper';
  timezone: string;
  now: Date;
  device: string;
  app_version: string;
  /** By whoever knows it already. */
  scheduler?: Scheduler;
  /** Nothing of these sessions was taken in before. */
  isFirst?: boolean;
};

/** What of it is an attempt, with what it means. */
export function judged(taken: readonly Taken[]): Judged[] {
  return taken.flatMap((one) => {
    const verdict = judge(one.question, one.selected, one.unsure);
    return verdict ? [{ ...one, outcome: verdict.outcome, is_correct: verdict.is_correct }] : [];
  });
}

/**
 * Takes finished sessions in, under the student's lock: one quiz session for each of them and each topic, finalized when
 * it comes first and grown by what comes later, and memories that are folded anew from the whole history.
 * Returns the ids of the quiz sessions.
 */
export async function takeIn(tx: Tx, whose: Whose, attempts: readonly Judged[]): Promise<number[]> {
  if (attempts.length === 0) return [];
  const { student_id, timezone, source, scheduler, isFirst } = whose;
  const topicOf = new Map(attempts.map(({ question }) => [question.id, question.study_topic_id]));
  const histories = await listHistories(tx, student_id, [...topicOf.keys()]);
  for (const one of attempts) histories.get(one.question.id)?.push(toHistory(one));

  const uuids = [...new Set(attempts.map(({ uuid }) => uuid))];
  const known = isFirst ? [] : await listTaken(tx, student_id, source, uuids);
  const parts = Object.values(
    Object.groupBy(attempts, (one) => `${one.uuid} ${one.question.study_topic_id}`),
  );
  const rows: NewAttempt[] = [];
  const grown: { uuid: string; id: number }[] = [];
  for (const part of parts) {
    const [first] = part ?? [];
    if (!first || !part) continue;
    const before = known.find(
      (one) => one.uuid === first.uuid && one.study_topic_id === first.question.study_topic_id,
    );
    const id = before?.id ?? (await open(tx, whose, part, first, histories));
    if (before) grown.push({ uuid: first.uuid, id });
    rows.push(...part.map((one) => toRow(one, id)));
  }
  await insertAttempts(tx, student_id, rows);
  for (const { uuid, id } of grown) await growQuiz(tx, student_id, uuid, id);
  await refold(tx, student_id, histories, topicOf, timezone, scheduler);
  return [...new Set(rows.map((row) => row.study_quiz_session_id))];
}

async function open(
  tx: Tx,
  whose: Whose,
  part: readonly Judged[],
  { uuid, question: { study_topic_id } }: Judged,
  histories: Histories,
): Promise<number> {
  const inOrder = part.toSorted((a, b) => a.seq - b.seq);
  const questions = new Map(inOrder.map(({ question }) => [question.id, question]));
  const touched = new Map([...questions.keys()].map((id) => [id, histories.get(id) ?? []]));
  const { student_id, user_id, source, timezone, now, device, app_version } = whose;
  const summary = await summarise(tx, { student_id, study_topic_id, uuid, timezone }, touched);
  const end = Math.max(...part.map(({ at }) => at.getTime()));
  const { id } = await insertQuiz(tx, {
    ...{ student_id, user_id, study_topic_id, source, uuid, client_session_uuid: uuid },
    ...{ device, app_version, status: 'done' as const, ...countsOf(summary) },
    summary: JSON.stringify(summary),
    finished_at: new Date(end),
    finalized_at: now,
    question_ids: [...questions.keys()],
    revisions: [...questions.values()].map(({ revision }) => revision),
    subject_distribution: countBySubject([...questions.values()]),
    cursor: questions.size,
    reshuffled_ids: [],
    missing: {},
  });
  return id;
}

function countBySubject(questions: readonly Question[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { subject } of questions) counts[subject] = (counts[subject] ?? 0) + 1;
  return counts;
}

function toHistory({ uuid, seq, at, outcome, is_correct }: Judged) {
  return { quiz_session: uuid, seq, at: at.getTime(), outcome, rating: ratingOf(outcome, is_correct) };
}

function toRow({ question, ...one }: Judged, study_quiz_session_id: number): NewAttempt {
  return { ...one, study_quiz_session_id, study_question_id: question.id, revision: question.revision };
}
