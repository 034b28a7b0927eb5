import type { ChoiceRegion, SheetRegion } from '@seodang/contract/sheet-regions.ts';
import type { Bubble, Sheet } from '@seodang/omr';

type Blank = { width_mm: number; height_mm: number; tilt_degrees: number };

/** Regions as a teacher draws them around bubbles on the straightened blank: a block for each column of questions. */
export function regionsOn(sheet: Sheet, blank: Blank): SheetRegion[] {
  const straight = turnedBy(-blank.tilt_degrees, blank);
  const lines = sheet.questions.flatMap((question) =>
    question.kind === 'choice' ? [{ number: question.number, bubbles: question.bubbles.map(straight) }] : [],
  );
  const columns = Map.groupBy(lines, ({ bubbles }) => Math.round((bubbles[0]?.x_mm ?? 0) / 4));
  const blocks = [...columns.values()].map((column): ChoiceRegion => {
    const [first] = column;
    const bubbles = column.flatMap((line) => line.bubbles);
    return {
      ...{ kind: 'choice', direction: 'across', first_number: first?.number ?? 1, questions: column.length },
      ...{ choices: first?.bubbles.length ?? 2, ...around(bubbles) },
    };
  });
  const grid = sheet.number_grid?.map((line) => line.map(straight));
  if (!grid) return blocks;
  const digits = { digits: grid.length, direction: 'down', first_digit: 0 } as const;
  return [{ kind: 'student_number', ...digits, ...around(grid.flat()) }, ...blocks];
}

/** Where a place comes to lie when the page is turned about its middle. */
function turnedBy(degrees: number, { width_mm, height_mm }: Blank) {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (bubble: Bubble): Bubble => {
    const [x, y] = [bubble.x_mm - width_mm / 2, bubble.y_mm - height_mm / 2];
    return {
      ...bubble,
      x_mm: x * cos - y * sin + width_mm / 2,
      y_mm: x * sin + y * cos + height_mm / 2,
    };
  };
}

function around(bubbles: readonly Bubble[]) {
  const { width_mm: wide = 1, height_mm: high = 1 } = bubbles[0] ?? {};
  const [xs, ys] = [bubbles.map(({ x_mm }) => x_mm), bubbles.map(({ y_mm }) => y_mm)];
  const [left, top] = [Math.min(...xs) - wide / 2, Math.min(...ys) - high / 2];
  return {
    ...{ x_mm: left, y_mm: top, bubble_width_mm: wide, bubble_height_mm: high },
    width_mm: Math.max(...xs) + wide / 2 - left,
    height_mm: Math.max(...ys) + high / 2 - top,
  };
}
