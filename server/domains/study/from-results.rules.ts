import type { QuestionKind } from '@seodang/recall';

export type ExamKey = { kind: QuestionKind; keys: readonly string[] };
type Mistake = ExamKey & {
  exam_question_id: number;
  number: number;
  choices: number | null;
  answer: string;
  /** Where only right or wrong is known; then `answer` is a mark too, and nobody knows what was answered. */
  mark: string | null;
};

/** The written form of an exam, "1,3" or "42", as ids of choices or one text. */
function partsOf(kind: QuestionKind, written: string): string[] {
  if (written === '') return [];
  return kind === 'single' || kind === 'multiple' ? written.split(',') : [written];
}

export function toKey({ kind, keys }: ExamKey): string[][] {
  return keys.map((key) => partsOf(kind, key));
}

/** What a result says was answered. */
export function toSelected({ kind, answer, mark }: Pick<Mistake, 'kind' | 'answer' | 'mark'>): string[] {
  return mark === null ? partsOf(kind, answer) : [];
}

/** A fact of a result as a mistake to study. */
export function toMistake({ answer, mark, ...mistake }: Mistake) {
  return {
    ...mistake,
    ...{ keys: toKey(mistake), selected: toSelected({ kind: mistake.kind, answer, mark }), tags: [] },
  };
}

type Told = { id: number; exam_question_id: number; selected: readonly string[] };
type Standing = { exam_question_id: number | null } & Pick<Mistake, 'kind' | 'answer' | 'mark'>;

/**
 * Of what was told those that no sheet of the student says any more: there is none, or every one that has the question says
 * something else. A sheet that is not graded yet may still say it.
 */
export function unfounded<T extends Told>(told: readonly T[], standing: readonly Standing[]): T[] {
  if (standing.some(({ exam_question_id }) => exam_question_id === null)) return [];
  return told.filter(({ exam_question_id, selected }) => {
    const said = standing.filter((one) => one.exam_question_id === exam_question_id);
    if (said.length === 0) return standing.length === 0;
    return said.every((one) => JSON.stringify(toSelected(one)) !== JSON.stringify(selected));
  });
}
