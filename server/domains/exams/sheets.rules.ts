import type { PlacedRegion } from '@seodang/contract/exam-questions.ts';
import type { Sheet } from '@seodang/omr/geometry';

/** The geometry of each page of a sheet. */
export function pagesOf({ pages }: { pages: unknown }): Sheet[] {
  return pages as Sheet[];
}

/** What must not move under printed paper; as JSON has it, where what is undefined is not there. */
export function bubblesOf(pages: readonly Sheet[]): unknown {
  const places = pages.map(({ texts: _, boxes: __, name_at: ___, ...rest }) => rest);
  return JSON.parse(JSON.stringify(places));
}

/** Where the bubbles of each question are, by its number. */
export function regionsOf(pages: readonly Sheet[]): Map<number, PlacedRegion> {
  return new Map(
    pages.flatMap(({ page, questions }) =>
      questions.map(({ number, ...region }): [number, PlacedRegion] => [
        number,
        { page: page.number, ...region },
      ]),
    ),
  );
}
