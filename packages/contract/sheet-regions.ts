/** A rectangle on a sheet, in millimetres from the top left corner: around the outer edges of what is in it. */
export type RegionBox = { x_mm: number; y_mm: number; width_mm: number; height_mm: number };
type Bubbles = RegionBox & { bubble_width_mm: number; bubble_height_mm: number };
/** `across`: what belongs together lies in a row; `down`: in a column. */
export type RegionDirection = 'across' | 'down';

export type ChoiceRegion = Bubbles & {
  kind: 'choice';
  first_number: number;
  questions: number;
  choices: number;
  direction: RegionDirection;
};
export type NumericRegion = Bubbles & {
  kind: 'numeric';
  number: number;
  digits: number;
  direction: RegionDirection;
  first_digit: 0 | 1;
};
export type StudentNumberRegion = Bubbles & {
  kind: 'student_number';
  digits: number;
  direction: RegionDirection;
  first_digit: 0 | 1;
};
export type NameRegion = RegionBox & { kind: 'name' };
/** What a part of somebody else's sheet is. */
export type SheetRegion = ChoiceRegion | NumericRegion | StudentNumberRegion | NameRegion;

/** The middle and size of one bubble, in millimetres. */
export type PlacedBubble = {
  label: string;
  x_mm: number;
  y_mm: number;
  width_mm: number;
  height_mm: number;
};

/** How many lines of alternatives a region has (questions, or places of a number), and what each offers. */
export function linesOf(region: Exclude<SheetRegion, NameRegion>): { lines: number; labels: string[] } {
  if (region.kind === 'choice')
    return {
      lines: region.questions,
      labels: Array.from({ length: region.choices }, (_, at) => String(at + 1)),
    };
  const digits = Array.from({ length: 10 }, (_, at) => String((at + region.first_digit) % 10));
  return { lines: region.digits, labels: digits };
}

/** The bubbles of a region, line by line; evenly spread from edge to edge of its box. */
export function bubblesOfRegion(region: Exclude<SheetRegion, NameRegion>): PlacedBubble[][] {
  const { lines, labels } = linesOf(region);
  const isAcross = region.direction === 'across';
  const { bubble_width_mm: width_mm, bubble_height_mm: height_mm } = region;
  const columns = isAcross ? labels.length : lines;
  const rows = isAcross ? lines : labels.length;
  const x = (at: number) => region.x_mm + placeOf(at, columns, region.width_mm, width_mm);
  const y = (at: number) => region.y_mm + placeOf(at, rows, region.height_mm, height_mm);
  return Array.from({ length: lines }, (_, line) =>
    labels.map((label, at) => {
      const [column, row] = isAcross ? [at, line] : [line, at];
      return { label, x_mm: rounded(x(column)), y_mm: rounded(y(row)), width_mm, height_mm };
    }),
  );
}

/** The middle of one of several bubbles that share a length; one alone is in its middle. */
function placeOf(at: number, count: number, length: number, size: number): number {
  return count === 1 ? length / 2 : size / 2 + (at * (length - size)) / (count - 1);
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** The numbers of the questions in a region. */
export function numbersOfRegion(region: SheetRegion): number[] {
  if (region.kind === 'numeric') return [region.number];
  if (region.kind !== 'choice') return [];
  return Array.from({ length: region.questions }, (_, at) => region.first_number + at);
}

export type RegionFault =
  | 'off_page'
  | 'too_small'
  | 'bubbles_overlap'
  | 'number_twice'
  | 'number_too_high'
  | 'second_number_grid'
  | 'second_name';

/** What is wrong with regions, by their place in the list; as people see it while they draw. */
export function faultsOfRegions(
  regions: readonly SheetRegion[],
  page: { width_mm: number; height_mm: number },
): { index: number; fault: RegionFault }[] {
  const seen = new Set<number>();
  return regions.flatMap((region, index) => {
    const faults: RegionFault[] = [];
    if (!isOn(region, page)) faults.push('off_page');
    if (region.kind !== 'name') faults.push(...spacingFaults(region));
    const numbers = numbersOfRegion(region);
    if (numbers.some((number) => seen.has(number))) faults.push('number_twice');
    if (numbers.some((number) => number > 500)) faults.push('number_too_high');
    for (const number of numbers) seen.add(number);
    const isSecond = regions.slice(0, index).some(({ kind }) => kind === region.kind);
    if (isSecond && region.kind === 'student_number') faults.push('second_number_grid');
    if (isSecond && region.kind === 'name') faults.push('second_name');
    return faults.map((fault) => ({ index, fault }));
  });
}

function isOn({ x_mm, y_mm, width_mm, height_mm }: RegionBox, page: { width_mm: number; height_mm: number }) {
  return x_mm >= 0 && y_mm >= 0 && x_mm + width_mm <= page.width_mm && y_mm + height_mm <= page.height_mm;
}

function spacingFaults(region: Exclude<SheetRegion, NameRegion>): RegionFault[] {
  const { width_mm, height_mm, bubble_width_mm, bubble_height_mm } = region;
  if (width_mm < bubble_width_mm || height_mm < bubble_height_mm) return ['too_small'];
  const { lines, labels } = linesOf(region);
  const [columns, rows] = region.direction === 'across' ? [labels.length, lines] : [lines, labels.length];
  const isTight = (length: number, size: number, count: number) =>
    count > 1 && (length - size) / (count - 1) < size;
  const overlaps = isTight(width_mm, bubble_width_mm, columns) || isTight(height_mm, bubble_height_mm, rows);
  return overlaps ? ['bubbles_overlap'] : [];
}
