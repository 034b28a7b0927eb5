import type { Bubble, RegionMeta, Sheet } from './geometry.ts';

type Marked = Pick<Sheet, 'questions' | 'number_grid'>;

/** All lines of a question: one for choices, one for each place of a number. */
export const linesOf = (question: RegionMeta): Bubble[][] =>
  question.kind === 'choice' ? [question.bubbles] : question.columns;

/** Every bubble of a sheet, those of the student number first. */
export const bubblesOf = (sheet: Marked): Bubble[] => [
  ...(sheet.number_grid ?? []).flat(),
  ...sheet.questions.flatMap((question) => linesOf(question).flat()),
];
