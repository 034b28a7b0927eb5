import type { Attempt, Outcome, QuestionKind } from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import type { Failing } from './arrival.queries.ts';
import { type Histories, listHistories } from './attempts.queries.ts';
import { judge, ratingOf } from './attempts.rules.ts';
import { countsOf, summarise } from './finalize.ts';
import { growQuiz, listTaken, replaceSummary } from './ingest.queries.ts';
import { foldedFrom, type Schedulers, schedulersFor } from './memory.ts';
import * as queries from './take-in.queries.ts';

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
  queries.NewAttempt,
  'study_quiz_session_id' | 'study_topic_id' | 'study_question_id' | 'revision' | 'outcome' | 'is_correct'
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
  /** What whoever takes in knows already. */
  known?: Known;
};

type Known = {
  schedulers: Schedulers;
  /** Of all questions that were answered. */
  histories: Histories;
  /** Nothing of these sessions was taken in before. */
  isFirst: boolean;
  failing: readonly Failing[];
};

/** What is written in the same statement. */
type Besides = Pick<queries.Arriving, 'waiting' | 'news'> & {
  delivery?: (known_ids: readonly number[]) => queries.Delivery;
};

/** What of it is an attempt, with what it means. */
export function judged(taken: readonly Taken[]): Judged[] {
  return taken.flatMap((one) => {
    const verdict = judge(one.question, one.selected, one.unsure);
    return verdict ? [{ ...one, outcome: verdict.outcome, is_correct: verdict.is_correct }] : [];
  });
}

/**
 * Takes sessions in, under the student's lock: one quiz session for each of them and each topic, finalized when it comes
 * first and grown by what comes later, and memories that are folded anew from the whole history. What comes of a round that
 * goes on is finalized with all of it so far, until it ends.
 * Returns the ids of the quiz sessions, in their order.
 */
export async function takeIn(
  tx: Tx,
  whose: Whose,
  attempts: readonly Judged[],
  { delivery, ...besides }: Besides = {},
): Promise<number[]> {
  const { student_id, timezone, source, known } = whose;
  const places = new Map(attempts.map(({ question }) => [question.id, question]));
  const earlier = known?.histories ?? (await listHistories(tx, student_id, [...places.keys()]));
  const histories: Histories = new Map([...places.keys()].map((id) => [id, [...(earlier.get(id) ?? [])]]));
  for (const one of attempts) histories.get(one.question.id)?.push(toHistory(one));

  const uuids = [...new Set(attempts.map(({ uuid }) => uuid))];
  const before = known?.isFirst || uuids.length === 0 ? [] : await listTaken(tx, student_id, source, uuids);
  const quizzes: queries.NewQuiz[] = [];
  const rows: queries.NewAttempt[] = [];
  const grown: Grown[] = [];
  for (const part of partsOf(attempts)) {
    const { uuid, question } = part[0];
    const known = before.find((one) => one.uuid === uuid && one.study_topic_id === question.study_topic_id);
    if (known) grown.push(known);
    else quizzes.push(await newQuiz(tx, whose, part, histories));
    rows.push(...part.map((one) => toRow(one, known?.id ?? null)));
  }
  const schedulers = known?.schedulers ?? (await schedulersFor(tx, student_id));
  const { memories } = foldedFrom(schedulers, histories, places, timezone);
  const known_ids = grown.map(({ id }) => id);
  const arriving = { ...besides, quizzes, attempts: rows, memories, delivery: delivery?.(known_ids) };
  const made = await queries.writeArriving(tx, student_id, arriving);
  for (const one of grown) await grow(tx, whose, one);
  return [...known_ids, ...made.map(({ id }) => id)].sort((a, b) => a - b);
}

type Grown = Awaited<ReturnType<typeof listTaken>>[number];

async function grow(tx: Tx, { student_id, timezone, now }: Whose, { id, goes_on, ...asked }: Grown) {
  const { uuid } = asked;
  const question_ids = await growQuiz(tx, student_id, uuid, id);
  if (!goes_on) return;
  const histories = await listHistories(tx, student_id, question_ids);
  const summary = await summarise(tx, { ...asked, student_id, timezone }, histories);
  const own = [...histories.values()].flat().filter(({ quiz_session }) => quiz_session === uuid);
  const finished_at = new Date(Math.max(...own.map(({ at }) => at)));
  await replaceSummary(tx, id, { ...countsOf(summary), summary, finished_at, finalized_at: now });
}

type Part = [Judged, ...Judged[]];

/** The attempts of one session at the questions of one topic. */
function partsOf(attempts: readonly Judged[]): Part[] {
  const parts = new Map<string, Part>();
  for (const one of attempts) {
    const name = `${one.uuid} ${one.question.study_topic_id}`;
    const part = parts.get(name);
    if (part) part.push(one);
    else parts.set(name, [one]);
  }
  return [...parts.values()];
}

async function newQuiz(tx: Tx, whose: Whose, part: Part, histories: Histories): Promise<queries.NewQuiz> {
  const inOrder = part.toSorted((a, b) => a.seq - b.seq);
  const questions = new Map(inOrder.map(({ question }) => [question.id, question]));
  const touched = new Map([...questions.keys()].map((id) => [id, histories.get(id) ?? []]));
  const {
    uuid,
    question: { study_topic_id },
  } = part[0];
  const { student_id, user_id, source, timezone, now, device, app_version, known } = whose;
  const failing = known?.isFirst
    ? known.failing.find((one) => one.study_topic_id === study_topic_id)
    : undefined;
  const summary = await summarise(tx, { student_id, study_topic_id, uuid, timezone }, touched, failing);
  return {
    ...{ user_id, study_topic_id, source, uuid, device, app_version, summary, ...countsOf(summary) },
    finished_at: new Date(Math.max(...part.map(({ at }) => at.getTime()))),
    finalized_at: now,
    question_ids: [...questions.keys()],
    revisions: [...questions.values()].map(({ revision }) => revision),
    subject_distribution: countBySubject([...questions.values()]),
    cursor: questions.size,
  };
}

function countBySubject(questions: readonly Question[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { subject } of questions) counts[subject] = (counts[subject] ?? 0) + 1;
  return counts;
}

function toHistory({ uuid, seq, at, outcome, is_correct }: Judged): Attempt {
  return { quiz_session: uuid, seq, at: at.getTime(), outcome, rating: ratingOf(outcome, is_correct) };
}

function toRow({ question, ...one }: Judged, study_quiz_session_id: number | null): queries.NewAttempt {
  const { id: study_question_id, study_topic_id, revision } = question;
  return { ...one, study_quiz_session_id, study_topic_id, study_question_id, revision };
}
