import { type Bubble, parseSheet, type Sheet, type SheetBox, type SheetText } from '../geometry/geometry.ts';
import type { Random } from './random.ts';

/** What somebody else's answer sheet looks like: no rings and no code, only what is printed anyway. */
type Design = {
  page: { width_mm: number; height_mm: number };
  shape: Sheet['bubble_shape'];
  bubble: { width_mm: number; height_mm: number };
  labels: string[];
  pitch: { x_mm: number; y_mm: number };
  columns: number;
  rows: number;
  frames: boolean;
  gapEvery: number;
  digits: number;
  head: string;
};

const text = (
  value: string,
  x_mm: number,
  y_mm: number,
  size_pt: number,
  more: Partial<SheetText> = {},
): SheetText => ({
  text: value,
  x_mm,
  y_mm,
  size_pt,
  align: 'left',
  weight: 'regular',
  tone: 'ink',
  ...more,
});

const heads = [
  'ANSWER SHEET',
  '학력평가 답안지',
  'OMR Answer Card',
  'Quiz 7B',
  '진단평가',
  'Mock Examination',
] as const;

function designOf(random: Random): Design {
  const shape = random.pick(['ellipse', 'ellipse', 'rectangle'] as const);
  const kind = random.pick(['round', 'oval', 'tall'] as const);
  const size = random.between(3.6, 5);
  const bubble = {
    round: { width_mm: size, height_mm: size },
    oval: { width_mm: size * 1.25, height_mm: size * 0.8 },
    tall: { width_mm: size * 0.62, height_mm: size * 1.2 },
  }[kind];
  const labels = random.pick([
    ['A', 'B', 'C', 'D'],
    ['1', '2', '3', '4', '5'],
    ['A', 'B', 'C', 'D', 'E'],
    ['①', '②', '③', '④', '⑤'],
    ['1', '2', '3', '4'],
  ]);
  const pitch = {
    x_mm: bubble.width_mm + random.between(1.6, 3.2),
    y_mm: bubble.height_mm + random.between(1.2, 3),
  };
  const page = random.pick([
    { width_mm: 210, height_mm: 297 },
    { width_mm: 210, height_mm: 297 },
    { width_mm: 215.9, height_mm: 279.4 },
    { width_mm: 148, height_mm: 210 },
  ]);
  const columns = Math.min(
    random.whole(1, 4),
    Math.floor((page.width_mm - 30) / (labels.length * pitch.x_mm + 14)),
  );
  const rows = Math.min(random.whole(8, 30), Math.floor((page.height_mm - 110) / (pitch.y_mm * 1.15)));
  const digits = random.chance(0.4) && page.width_mm > 200 ? random.whole(3, 7) : 0;
  return {
    page,
    shape,
    bubble,
    labels,
    pitch,
    columns,
    rows,
    digits,
    frames: random.chance(0.6),
    gapEvery: random.pick([5, 10, 100]),
    head: random.pick(heads),
  };
}

function blockOf(design: Design, column: number, left: number, top: number) {
  const { labels, pitch, bubble, rows, gapEvery } = design;
  const places = Array.from({ length: rows }, (_, row) => ({
    number: column * rows + row + 1,
    y_mm: top + 4 + row * pitch.y_mm + Math.floor(row / gapEvery) * 2,
  }));
  const questions = places.map(({ number, y_mm }) => ({
    number,
    kind: 'choice' as const,
    bubbles: labels.map(
      (label, index): Bubble => ({ label, x_mm: left + 11 + index * pitch.x_mm, y_mm, ...bubble }),
    ),
  }));
  const texts = places.map(({ number, y_mm }) => text(`${number}.`, left + 6, y_mm, 8, { align: 'right' }));
  const bottom = (places.at(-1)?.y_mm ?? top) + 4;
  const frame: SheetBox = {
    x_mm: left,
    y_mm: top - 1,
    width_mm: 11 + labels.length * pitch.x_mm,
    height_mm: bottom - top + 1,
    radius_mm: 0,
    fill: 'none',
  };
  return { questions, texts, boxes: design.frames ? [frame] : [] };
}

function gridOf({ digits, bubble, page }: Design): { grid: Bubble[][]; boxes: SheetBox[] } {
  const left = page.width_mm - 20 - digits * (bubble.width_mm + 2);
  const pitch = Math.min(5.4, bubble.height_mm + 1);
  const grid = Array.from({ length: digits }, (_, place) =>
    Array.from({ length: 10 }, (_digit, digit) => ({
      label: String(digit),
      x_mm: left + place * (bubble.width_mm + 2),
      y_mm: 30 + digit * pitch,
      width_mm: bubble.width_mm,
      height_mm: Math.min(bubble.height_mm, pitch - 0.8),
    })),
  );
  const box: SheetBox = {
    x_mm: left - 4,
    y_mm: 18,
    width_mm: page.width_mm - 14 - left,
    height_mm: 8,
    radius_mm: 0,
    fill: 'faint',
  };
  return { grid, boxes: digits > 0 ? [box] : [] };
}

/** A template that the reader has never seen, without anything made for machines. */
export function foreignSheet(random: Random): Sheet {
  const design = designOf(random);
  const { page, columns, labels, pitch } = design;
  const width = labels.length * pitch.x_mm + 14;
  const left = (page.width_mm - columns * width) / 2 + random.between(-4, 4);
  const top = random.between(82, 92);
  const blocks = Array.from({ length: columns }, (_, column) =>
    blockOf(design, column, left + column * width, top),
  );
  const { grid, boxes } = gridOf(design);
  const field = (y_mm: number): SheetBox => ({
    x_mm: 18,
    y_mm,
    width_mm: 70,
    height_mm: 9,
    radius_mm: 0,
    fill: 'none',
  });
  return parseSheet({
    version: 1,
    page: { ...page, number: 1 },
    bubble_shape: design.shape,
    ...(design.digits > 0 ? { number_grid: grid } : {}),
    questions: blocks.flatMap(({ questions }) => questions),
    texts: [
      text(design.head, 18, 18, random.between(13, 22), { weight: 'bold' }),
      text('Name / 이름', 20, 33.5, 8),
      text('Class / 반', 20, 45.5, 8),
      text('Use a dark pencil. 잘못 표기한 답은 깨끗이 지우십시오.', 18, 62, 8),
      ...blocks.flatMap(({ texts }) => texts),
    ],
    boxes: [field(29), field(41), ...boxes, ...blocks.flatMap((block) => block.boxes)],
  });
}
