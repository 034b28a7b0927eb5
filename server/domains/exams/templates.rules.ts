import type { PlacedRegion } from '@seodang/contract/exam-questions.ts';
import {
  bubblesOfRegion,
  faultsOfRegions,
  numbersOfRegion,
  type RegionBox,
  type SheetRegion,
} from '@seodang/contract/sheet-regions.ts';
import { papers, parseSheet, type Question, type Sheet } from '@seodang/omr/geometry';
import type { FieldError } from '#core/problem.ts';

type Paper = keyof typeof papers;
type Blank = { paper: string; width: number; height: number };
export type PageSize = { width_mm: number; height_mm: number };

/** What a blank shows from edge to edge, by the longer side of its paper: scanners cut the other one as they like. */
export function pageSizeOf({ paper, width, height }: Blank): PageSize {
  const { height_mm: longer } = papers[paper as Paper];
  const mm = longer / Math.max(width, height);
  const rounded = (pixels: number) => Math.round(pixels * mm * 100) / 100;
  return { width_mm: rounded(width), height_mm: rounded(height) };
}

/** What is wrong with regions, field by field. */
export function faultsIn(regions: readonly SheetRegion[], page: PageSize): FieldError[] {
  return faultsOfRegions(regions, page).map(({ index, fault }) => ({
    pointer: `/regions/${index}`,
    message: fault,
  }));
}

function questionsIn(region: SheetRegion): Question[] {
  if (region.kind === 'name' || region.kind === 'student_number') return [];
  const lines = bubblesOfRegion(region);
  if (region.kind === 'numeric') return [{ number: region.number, kind: 'numeric', columns: lines }];
  return numbersOfRegion(region).map((number, at) => ({ number, kind: 'choice', bubbles: lines[at] ?? [] }));
}

/** The geometry that reads such a sheet. Throws for regions with faults. */
export function geometryOf(
  regions: readonly SheetRegion[],
  page: PageSize,
  bubble_shape: 'ellipse' | 'rectangle',
): Sheet {
  const numbers = regions.find((region) => region.kind === 'student_number');
  return parseSheet({
    version: 1,
    page: { ...page, number: 1 },
    bubble_shape,
    ...(numbers ? { number_grid: bubblesOfRegion(numbers) } : {}),
    questions: regions.flatMap(questionsIn).sort((a, b) => a.number - b.number),
    texts: [],
    boxes: [],
  });
}

/** How many questions a sheet has, and how many places for a student number. */
export function countsOf(regions: readonly SheetRegion[]) {
  const grid = regions.find((region) => region.kind === 'student_number');
  return {
    question_count: regions.flatMap(numbersOfRegion).length,
    number_digits: grid?.digits ?? 0,
  };
}

/** Where students write their name, if the sheet says. */
export function nameBoxOf(regions: readonly SheetRegion[]): RegionBox | undefined {
  const found = regions.find(({ kind }) => kind === 'name');
  if (!found) return undefined;
  const { x_mm, y_mm, width_mm, height_mm } = found;
  return { x_mm, y_mm, width_mm, height_mm };
}

type Asked = { number: number; kind: string; choices: number | null; digits: number | null };
export type Misfit = {
  number: number;
  reason: 'missing' | 'other_kind' | 'too_few_choices' | 'too_few_digits';
};

/** What an exam asks and a sheet has no place for. Words are written, not marked: they need none. */
export function misfitsOf(asked: readonly (Asked & { region_meta: PlacedRegion | null })[]): Misfit[] {
  return asked.flatMap(({ number, kind, choices, digits, region_meta: region }): Misfit[] => {
    if (kind === 'short') return [];
    if (region === null) return [{ number, reason: 'missing' }];
    if ((kind === 'numeric') !== (region.kind === 'numeric')) return [{ number, reason: 'other_kind' }];
    if (region.kind === 'numeric')
      return region.columns.length < (digits ?? 1) ? [{ number, reason: 'too_few_digits' }] : [];
    return region.bubbles.length < (choices ?? 1) ? [{ number, reason: 'too_few_choices' }] : [];
  });
}
