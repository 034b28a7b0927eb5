import {
  linesOf,
  numbersOfRegion,
  type RegionBox,
  type SheetRegion,
} from '@seodang/contract/sheet-regions.ts';
import type { Box } from './components.rules.ts';
import type { FoundGrid } from './detect.rules.ts';

export type RegionKind = SheetRegion['kind'];
export type Page = { width_mm: number; height_mm: number };
export type GridRegion = Exclude<SheetRegion, { kind: 'name' }>;

const rounded = (value: number) => Math.round(value * 100) / 100;

/** The number that the next question would have. */
export function nextNumber(regions: readonly SheetRegion[]): number {
  return Math.min(500, Math.max(0, ...regions.flatMap(numbersOfRegion)) + 1);
}

/** A box in whole hundredths of a millimetre, kept on the page. */
export function onPage(box: RegionBox, page: Page): RegionBox {
  const width_mm = rounded(Math.min(Math.max(box.width_mm, 1), page.width_mm));
  const height_mm = rounded(Math.min(Math.max(box.height_mm, 1), page.height_mm));
  return {
    width_mm,
    height_mm,
    x_mm: rounded(Math.min(Math.max(box.x_mm, 0), page.width_mm - width_mm)),
    y_mm: rounded(Math.min(Math.max(box.y_mm, 0), page.height_mm - height_mm)),
  };
}

/** A region as it begins, where nothing was found in the box: usual counts, to be corrected by hand. */
export function plainRegion(kind: RegionKind, box: RegionBox, regions: readonly SheetRegion[]): SheetRegion {
  if (kind === 'name') return { kind, ...box };
  const shape = { ...box, direction: kind === 'choice' ? ('across' as const) : ('down' as const) };
  const number = nextNumber(regions);
  const bare = { ...shape, bubble_width_mm: 1, bubble_height_mm: 1 };
  const region: GridRegion =
    kind === 'choice'
      ? { kind, ...bare, first_number: number, questions: 5, choices: 5 }
      : kind === 'numeric'
        ? { kind, ...bare, number, digits: 3, first_digit: 0 }
        : { kind, ...bare, digits: 8, first_digit: 0 };
  return { ...region, ...usualBubble(region) };
}

/** Bubbles of the size that usually goes with so many in such a box. */
function usualBubble(region: GridRegion) {
  const { columns, rows } = cellsOf(region);
  return {
    bubble_width_mm: rounded(Math.max(0.5, (region.width_mm / columns) * 0.66)),
    bubble_height_mm: rounded(Math.max(0.5, (region.height_mm / rows) * 0.6)),
  };
}

/** After another count: bubbles that no longer fit beside each other become as small as usual. */
export function fitted<R extends GridRegion>(region: R): R {
  const { columns, rows } = cellsOf(region);
  const { bubble_width_mm, bubble_height_mm } = region;
  const usual = usualBubble(region);
  return {
    ...region,
    bubble_width_mm: bubble_width_mm * columns > region.width_mm ? usual.bubble_width_mm : bubble_width_mm,
    bubble_height_mm: bubble_height_mm * rows > region.height_mm ? usual.bubble_height_mm : bubble_height_mm,
  };
}

function cellsOf(region: GridRegion): { columns: number; rows: number } {
  const { lines, labels } = linesOf(region);
  return region.direction === 'across'
    ? { columns: labels.length, rows: lines }
    : { columns: lines, rows: labels.length };
}

/** What was found, as regions of a kind whose questions go on counting; what cannot be of that kind is left out. */
export function regionsFrom(
  kind: Exclude<RegionKind, 'name'>,
  grids: readonly FoundGrid[],
  dotsPerMm: number,
  regions: readonly SheetRegion[],
): SheetRegion[] {
  const made: SheetRegion[] = [];
  for (const grid of grids) {
    const region = regionFrom(kind, grid, dotsPerMm, nextNumber([...regions, ...made]));
    if (region) made.push(region);
    if (made.length > 0 && kind === 'student_number') break;
  }
  return made;
}

function regionFrom(
  kind: Exclude<RegionKind, 'name'>,
  { box, rows, columns, bubble }: FoundGrid,
  dotsPerMm: number,
  number: number,
): SheetRegion | undefined {
  const mm = (pixels: number) => rounded(pixels / dotsPerMm);
  const shape = {
    ...boxOf(box, mm),
    ...{ bubble_width_mm: mm(bubble.width), bubble_height_mm: mm(bubble.height) },
  };
  if (kind === 'choice') {
    if (columns < 2 || columns > 9) return undefined;
    return { kind, ...shape, direction: 'across', first_number: number, questions: rows, choices: columns };
  }
  const direction = rows === 10 ? 'down' : 'across';
  const digits = direction === 'down' ? columns : rows;
  if ((rows !== 10 && columns !== 10) || digits > (kind === 'numeric' ? 6 : 12)) return undefined;
  return kind === 'numeric'
    ? { kind, ...shape, direction, number, digits, first_digit: 0 }
    : { kind, ...shape, direction, digits, first_digit: 0 };
}

function boxOf({ left, top, right, bottom }: Box, mm: (pixels: number) => number): RegionBox {
  return { x_mm: mm(left), y_mm: mm(top), width_mm: mm(right - left), height_mm: mm(bottom - top) };
}

/** The same block again beside or below it, whose questions go on counting. */
export function copyOf(region: SheetRegion, regions: readonly SheetRegion[], page: Page): SheetRegion {
  const hasRoom = region.x_mm + 2 * region.width_mm + 4 <= page.width_mm;
  const moved = onPage(
    hasRoom
      ? { ...region, x_mm: region.x_mm + region.width_mm + 4 }
      : { ...region, y_mm: region.y_mm + region.height_mm + 4 },
    page,
  );
  const copy = { ...region, ...moved };
  if (copy.kind === 'choice') return { ...copy, first_number: nextNumber(regions) };
  return copy.kind === 'numeric' ? { ...copy, number: nextNumber(regions) } : copy;
}

export type Asked = { number: number; kind: string; choices: number | null; digits: number | null };

/** Numbers of an exam's questions that a sheet has no place for, or too small a one. */
export function missingFor(asked: readonly Asked[], regions: readonly SheetRegion[]): number[] {
  return asked.flatMap(({ number, kind, choices, digits }) => {
    if (kind === 'short') return [];
    const region = regions.find((one) => numbersOfRegion(one).includes(number));
    const fits =
      kind === 'numeric'
        ? region?.kind === 'numeric' && region.digits >= (digits ?? 1)
        : region?.kind === 'choice' && region.choices >= (choices ?? 1);
    return fits ? [] : [number];
  });
}

/** Numbers between the first and the last question that no region has. */
export function gapsIn(regions: readonly SheetRegion[]): number[] {
  const numbers = new Set(regions.flatMap(numbersOfRegion));
  const last = Math.max(0, ...numbers);
  return Array.from({ length: last }, (_, at) => at + 1).filter((number) => !numbers.has(number));
}

/** 1, 2, 3, 7 as "1–3, 7". */
export function spansOf(numbers: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
