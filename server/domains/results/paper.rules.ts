import type { SheetCopy } from '@seodang/omr/draw';

type Sheet = SheetCopy['sheet'];
type Place = { x: number; y: number };
type Style = {
  size?: number;
  align?: 'left' | 'center' | 'right';
  weight?: 'regular' | 'bold';
  tone?: 'ink' | 'faint';
  /** How wide it may become; what does not fit ends in an ellipsis. */
  width?: number;
};

/** A4, in millimetres. */
export const a4 = { width: 210, height: 297, margin: 18 } as const;
export const inner = a4.width - 2 * a4.margin;

const MM_PER_PT = 25.4 / 72;

/** How wide a letter is at most, as a share of its size. */
function widthOf(letter: string): number {
  if (letter > '\u1100') return 0.96;
  if (/[ ,./|]/.test(letter)) return 0.36;
  return /[A-Z@%&mwMW]/.test(letter) ? 0.86 : 0.6;
}

/** As much of a text as surely fits into a width. */
export function fitted(text: string, width: number, size: number): string {
  const room = width / (size * MM_PER_PT);
  const letters = [...text];
  const widths = letters.map(widthOf);
  if (widths.reduce((sum, one) => sum + one, 0) <= room) return text;
  let used = 1;
  const kept = letters.filter((_, at) => {
    used += widths[at] ?? 0;
    return used <= room;
  });
  return `${kept.join('').trimEnd()}…`;
}

/** A page on which texts (by the middle of their height) and boxes are put; `page` is drawn by `drawSheets`. */
export function paper() {
  const texts: Sheet['texts'] = [];
  const boxes: Sheet['boxes'] = [];
  return {
    text(text: string, { x, y }: Place, style: Style = {}): void {
      const { size = 9, align = 'left', weight = 'regular', tone = 'ink', width } = style;
      const said = width === undefined ? text : fitted(text, width, size);
      texts.push({ text: said, x_mm: x, y_mm: y, size_pt: size, align, weight, tone });
    },
    box({ x, y }: Place, width: number, height: number, fill: 'none' | 'faint' | 'ink' = 'none'): void {
      const radius_mm = fill === 'none' ? 1 : 0;
      boxes.push({ x_mm: x, y_mm: y, width_mm: width, height_mm: height, radius_mm, fill });
    },
    rule({ x, y }: Place, width: number): void {
      boxes.push({ x_mm: x, y_mm: y, width_mm: width, height_mm: 0.01, radius_mm: 0, fill: 'none' });
    },
    page: (): SheetCopy => ({
      sheet: {
        version: 1,
        page: { width_mm: a4.width, height_mm: a4.height, number: 1 },
        bubble_shape: 'ellipse',
        questions: [],
        texts,
        boxes,
      },
    }),
  };
}
export type Paper = ReturnType<typeof paper>;
