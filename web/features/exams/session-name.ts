import type { ExamWords } from './words.ts';

type Named = { regular_order: number | null; title: string };

/** "3차시 · 함수의 극한"; a make-up has no number, and a title that already is the number needs no second one. */
export function sessionNameOf(words: ExamWords, { regular_order, title }: Named): string {
  if (regular_order === null || title.startsWith(`${regular_order}차시`)) return title;
  return words.sessionOf(regular_order, title);
}
