import { numbersOfRegion, type SheetRegion } from '@seodang/contract/sheet-regions.ts';
import type { useEditorWords } from './editor.words.ts';
import { spansOf } from './regions.rules.ts';

type Words = ReturnType<typeof useEditorWords>;

/** What is in a region, without its kind: "1–20 · 5". */
export function contentOf({ of }: Words, region: SheetRegion): string {
  if (region.kind === 'choice') return of.choice(spansOf(numbersOfRegion(region)), region.choices);
  if (region.kind === 'numeric') return of.numeric(region.number, region.digits);
  return region.kind === 'student_number' ? of.student_number(region.digits) : of.name();
}

/** A region in one line. */
export function nameOfRegion(words: Words, region: SheetRegion): string {
  return `${words.kinds[region.kind]} · ${contentOf(words, region)}`;
}
