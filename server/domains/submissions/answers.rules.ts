import type { QuestionKind } from '@seodang/contract/exam-questions.ts';
import type { Answers } from '@seodang/contract/submissions.ts';
import type { FieldError } from '#core/problem.ts';

type Value = string | number | null | readonly (string | number)[];
export type GivenAnswer = { exam_question_id: number; answer: string };
type Question = { id: number; kind: QuestionKind; choices: number | null; digits: number | null };

/** How an answer is written and what is wrong with it; of the domain that owns the questions. */
export type Writing = {
  writtenForm: (kind: QuestionKind, answer: string | number | readonly (string | number)[]) => string | null;
  faultOf: (question: Pick<Question, 'kind' | 'choices' | 'digits'>, written: string) => string | undefined;
};

/**
 * Answers in their written form, whether they came as a list or as an object keyed by question id. Questions that are not
 * on the exam, are there twice, or have an answer that cannot be one, are named; nothing is dropped in silence.
 */
export function readAnswers(
  { writtenForm, faultOf }: Writing,
  answers: Answers,
  questions: readonly Question[],
): { answers: GivenAnswer[]; faults: FieldError[] } {
  const known = new Map(questions.map((question) => [question.id, question]));
  const seen = new Set<number>();
  const faults: FieldError[] = [];
  const read = pairsOf(answers).flatMap(({ id, value, pointer }): GivenAnswer[] => {
    const question = known.get(id);
    const written = question && value !== null ? writtenForm(question.kind, value) : null;
    const fault = !question
      ? `question ${id} is not on this exam`
      : seen.has(id)
        ? `question ${id} is there twice`
        : written === null
          ? undefined
          : faultOf(question, written);
    seen.add(id);
    if (fault === undefined) return [{ exam_question_id: id, answer: written ?? '' }];
    faults.push({ pointer, message: fault });
    return [];
  });
  return { answers: read, faults };
}

function pairsOf(answers: Answers): { id: number; value: Value; pointer: string }[] {
  if (Array.isArray(answers))
    return answers.map(({ exam_question_id: id, answer: value }, at) => ({
      id,
      value,
      pointer: `/payload/answers/${at}`,
    }));
  return Object.entries(answers).map(([id, value]) => ({
    id: Number(id),
    value,
    pointer: `/payload/answers/${id}`,
  }));
}

type Read = {
  exam_question_id: number;
  detected: string[];
  marking: string;
  confidence: number;
  status: string;
};
export type ReadAnswer = GivenAnswer & { needs_review: boolean; meta: Record<string, unknown> };

/** Two marks of a question with several answers count unseen only when it is this sure that both were meant. */
const SURE_MARKS = 0.97;

/**
 * Whether two marks may be an answer that was changed: always where one is asked for, and where one of them may be crossed
 * out.
 */
const mayBeChanged = (kind: QuestionKind, { marking, confidence }: Read) =>
  marking === 'multiple' && (kind === 'single' || (kind === 'multiple' && confidence < SURE_MARKS));

/**
 * What a runner read, as answers of this exam. Every question must be there: those that are missing go to a person as
 * blank, those of no question of the exam are left out and counted. Two marks that may be an answer that was changed
 * go to a person too.
 */
export function fromReading(
  { writtenForm, faultOf }: Writing,
  version: string,
  read: readonly Read[],
  questions: readonly Question[],
): { answers: ReadAnswer[]; strange: number } {
  const byId = new Map(read.map((one) => [one.exam_question_id, one]));
  const answers = questions.map((question): ReadAnswer => {
    const one = byId.get(question.id);
    const place = { exam_question_id: question.id };
    if (!one)
      return { ...place, answer: '', needs_review: true, meta: { omr: { version, status: 'missing' } } };
    const value = question.kind === 'numeric' ? one.detected.join('') : one.detected;
    const written = writtenForm(question.kind, value) ?? '';
    const isDoubtful = one.marking === 'ambiguous' || mayBeChanged(question.kind, one);
    const unsure = one.status === 'review' || isDoubtful;
    const impossible = written !== '' && faultOf(question, written) !== undefined;
    const { detected, marking, confidence, status } = one;
    return {
      ...place,
      answer: impossible ? '' : written,
      needs_review: unsure || impossible,
      meta: { omr: { version, detected, marking, confidence, status } },
    };
  });
  const ids = new Set(questions.map(({ id }) => id));
  return { answers, strange: read.filter(({ exam_question_id }) => !ids.has(exam_question_id)).length };
}
