import type { QuestionKind } from '@seodang/recall';

export type ExamKey = { kind: QuestionKind; keys: readonly string[] };
type Mistake = ExamKey & { exam_question_id: number; number: number; choices: number | null; answer: string };

/** The written form of an exam, "1,3" or "42", as ids of choices or one text. */
function partsOf(kind: QuestionKind, written: string): string[] {
  if (written === '') return [];
  return kind === 'single' || kind === 'multiple' ? written.split(',') : [written];
}

export function toKey({ kind, keys }: ExamKey): string[][] {
  return keys.map((key) => partsOf(kind, key));
}

/** A fact of a result as a mistake to study. */
export function toMistake({ answer, ...mistake }: Mistake) {
  return {
    ...mistake,
    keys: toKey(mistake),
    selected: partsOf(mistake.kind, answer),
    ...{ tags: [], image_path: null, crop_path: null },
  };
}
