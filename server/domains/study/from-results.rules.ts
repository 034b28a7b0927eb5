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

/** A fact of a result as a mistake to study. */
export function toMistake({ answer, mark, ...mistake }: Mistake) {
  return {
    ...mistake,
    keys: toKey(mistake),
    selected: mark === null ? partsOf(mistake.kind, answer) : [],
    tags: [],
  };
}
