import { createHash } from 'node:crypto';
import type { QuestionKind } from '@seodang/recall';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { listKnown } from './arrival.queries.ts';
import { lockStudent } from './attempts.queries.ts';
import { findUserOf } from './bank-changes.queries.ts';
import * as queries from './paper.queries.ts';
import { insertQuestions } from './questions.queries.ts';
import { judged, takeIn } from './take-in.ts';
import { moveBank } from './topics.queries.ts';

/** What one student got wrong in one exam, as the domain that judged it says. */
export type PaperMistakes = {
  student_id: number;
  lecture_id: number;
  exam_id: number;
  exam_title: string;
  /** When it was written; the study day of the mistake. */
  written_at: Date;
  mistakes: readonly PaperMistake[];
};
export type PaperMistake = {
  exam_question_id: number;
  number: number;
  kind: QuestionKind;
  /** How many choices there are to mark, ids '1' and up; null for `numeric` and `short`. */
  choices: number | null;
  /** Every accepted answer: a set of choice ids, or one text. */
  keys: readonly (readonly string[])[];
  /** What was answered; empty for nothing. */
  selected: readonly string[];
  tags: readonly string[];
};

/**
 * Puts what was wrong on paper into the student's queue: a question of the lecture's topic of paper mistakes and an attempt
 * at it, once however often it is told. Joins the caller's transaction; exams that were told before are taken as they were.
 */
export function addPaperMistakes(scope: Scope, paper: PaperMistakes): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const topic_id = await queries.paperTopic(tx, paper.lecture_id);
    const pub_ids = await questionsFor(tx, topic_id, paper);
    await lockStudent(tx, paper.student_id);
    const uuid = uuidOf(paper);
    const told = await listTold(tx, paper);
    const fresh = paper.mistakes.filter(({ number }) => !told.standing.has(number));
    const known = new Map(
      (await listKnown(tx, paper.student_id, [...pub_ids.values()])).map((row) => [row.pub_id, row]),
    );
    const at = { answered_at: paper.written_at, at: paper.written_at, received_at: scope.now };
    const taken = fresh.map((mistake) => ({
      ...{ uuid, seq: told.next(mistake.number), elapsed_ms: null, is_suspect: false, ...at },
      selected: mistake.selected,
      unsure: mistake.selected.length === 0,
      question: found(known.get(pub_ids.get(mistake.exam_question_id) ?? '')),
    }));
    const { timezone } = await findAcademy(tx);
    const user_id = await findUserOf(tx, paper.student_id);
    const whose = {
      student_id: paper.student_id,
      user_id,
      source: 'paper' as const,
      timezone,
      now: scope.now,
    };
    await takeIn(tx, { ...whose, device: '', app_version: '' }, judged(taken), {
      news: fresh.length > 0 ? { user_id } : undefined,
    });
  });
}

/** Where a mistake stands that is told again after it was taken back: so many places further on. */
const AGAIN = 10_000;

/** The numbers of the questions of an exam that this student's queue has, and the place that one more gets. */
export async function listTold(tx: Tx, paper: Pick<PaperMistakes, 'exam_id' | 'student_id'>) {
  const told = await queries.listMistakesTold(tx, paper.student_id, uuidOf(paper));
  const numberOf = ({ seq }: { seq: number }) => seq % AGAIN;
  return {
    standing: new Set(told.filter(({ undone_at }) => undone_at === null).map(numberOf)),
    next: (number: number) => number + AGAIN * told.filter((one) => numberOf(one) === number).length,
  };
}

/** The questions of the exam in the bank, made where they are missing; their pub_ids by exam question. */
async function questionsFor(tx: Tx, study_topic_id: number, paper: PaperMistakes) {
  const made = await insertQuestions(
    tx,
    paper.mistakes.map((mistake) => ({
      ...{ study_topic_id, source_id: sourceOf(mistake), state: 'published', kind: mistake.kind },
      ...{
        subject: '',
        explanation: '',
        tags: [...mistake.tags],
        frequency: 1,
      },
      body: `${paper.exam_title} ${mistake.number}번`,
      choices: Array.from({ length: mistake.choices ?? 0 }, (_, at) => ({ id: `${at + 1}`, text: '' })),
      keys: mistake.keys,
    })),
  );
  if (made.length > 0) await moveBank(tx, study_topic_id);
  const sources = paper.mistakes.map(sourceOf);
  const rows = new Map(
    (await queries.listBySource(tx, study_topic_id, sources)).map((row) => [row.source_id, row.pub_id]),
  );
  return new Map(
    paper.mistakes.map((mistake) => [mistake.exam_question_id, rows.get(sourceOf(mistake)) ?? '']),
  );
}

const sourceOf = ({ exam_question_id }: PaperMistake) => `exam_question:${exam_question_id}`;

/** One session for each exam of each student, the same however often it is told (RFC 9562, version 8). */
export function uuidOf({ exam_id, student_id }: Pick<PaperMistakes, 'exam_id' | 'student_id'>): string {
  const hex = createHash('sha256').update(`exam:${exam_id}:${student_id}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
