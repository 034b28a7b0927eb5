import { type Bubble, parseSheet, type Sheet, type SheetBox, type SheetText } from '../geometry/geometry.ts';
import { type Design, designOf } from './foreign-designs.ts';
import type { Random } from './random.ts';

/** A template: what is printed (`art` has no questions of its own), and where its marks go. */
export type ForeignTemplate = { design: Design; art: Sheet; sheet: Sheet; black: SheetBox[] };

type Block = {
  questions: { number: number; kind: 'choice'; bubbles: Bubble[] }[];
  texts: SheetText[];
  boxes: SheetBox[];
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

const box = (
  x_mm: number,
  y_mm: number,
  width_mm: number,
  height_mm: number,
  fill: SheetBox['fill'] = 'none',
) => ({
  ...{ x_mm, y_mm, width_mm, height_mm, fill },
  radius_mm: 0,
});

/** How a place for a mark is printed. */
function printOf(
  design: Design,
  { label, x_mm, y_mm, width_mm, height_mm }: Bubble,
): Pick<Block, 'texts' | 'boxes'> {
  const centred = (value: string, size_pt: number, tone: SheetText['tone'] = 'ink') =>
    text(value, x_mm, y_mm, size_pt, { align: 'center', tone });
  const [left, top] = [x_mm - width_mm / 2, y_mm - height_mm / 2];
  const radius_mm = design.shape === 'ellipse' ? Math.min(width_mm, height_mm) / 2 : 0;
  const outline = { ...box(left, top, width_mm, height_mm), radius_mm };
  const size_pt = 1.9 * Math.min(height_mm, 1.25 * width_mm);
  switch (design.print) {
    case 'labelled':
      return { texts: [centred(label, size_pt, 'faint')], boxes: [outline] };
    case 'empty':
      return { texts: [], boxes: [outline] };
    case 'brackets':
      return {
        texts: [centred(label, size_pt)],
        boxes: [0, 1].flatMap((side) => {
          const x = left + side * (width_mm - 0.25);
          const inward = side === 0 ? x : x - 0.75;
          return [
            box(x, top, 0.25, height_mm, 'ink'),
            box(inward, top, 1, 0.2, 'ink'),
            box(inward, top + height_mm - 0.2, 1, 0.2, 'ink'),
          ];
        }),
      };
    case 'parentheses':
      return { texts: [centred(`( ${label} )`, 10)], boxes: [] };
    case 'glyphs':
      return { texts: [centred(label, 13)], boxes: [] };
    case 'underlined':
      return { texts: [centred(label, 9)], boxes: [box(left, top + height_mm - 0.2, width_mm, 0.2, 'ink')] };
  }
}

const sentences = [
  '다음 중 옳은 것을 고르시오.',
  'The bus had left before we arrived.',
  'She suggested that he go home early.',
  '밑줄 친 부분은 어법에 맞다.',
  'Plants turn light into sugar.',
];

function blockOf(design: Design, column: number, left: number, top: number): Block {
  const { labels, pitch, bubble, rows, gapEvery } = design;
  const start = left + 11 + (design.sentences ? 90 : 0);
  const block: Block = { questions: [], texts: [], boxes: [] };
  for (let row = 0; row < rows; row += 1) {
    const number = column * rows + row + 1;
    const y_mm = top + 4 + row * pitch.y_mm + Math.floor(row / gapEvery) * 2.4;
    const bubbles = labels.map((label, index) => ({
      label,
      x_mm: start + index * pitch.x_mm,
      y_mm,
      ...bubble,
    }));
    if (design.bands && row % 2 === 0)
      block.boxes.push({
        ...box(left, y_mm - pitch.y_mm / 2, labels.length * pitch.x_mm + 11, pitch.y_mm, 'faint'),
      });
    for (const one of bubbles) {
      const printed = printOf(design, one);
      block.texts.push(...printed.texts);
      block.boxes.push(...printed.boxes);
    }
    block.questions.push({ number, kind: 'choice', bubbles });
    block.texts.push(text(`${number}.`, left + 6, y_mm, 8, { align: 'right' }));
    if (design.sentences) block.texts.push(text(sentences[row % sentences.length] ?? '', left + 9, y_mm, 9));
  }
  const bottom = (block.questions.at(-1)?.bubbles[0]?.y_mm ?? top) + 4;
  if (design.frames) block.boxes.push(box(left, top - 1, 11 + labels.length * pitch.x_mm, bottom - top + 1));
  return block;
}

function gridOf(design: Design): { grid: Bubble[][]; texts: SheetText[]; boxes: SheetBox[] } {
  const { digits, bubble, page } = design;
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
  const printed = grid.flat().map((one) => printOf({ ...design, print: 'labelled' }, one));
  return {
    grid,
    texts: printed.flatMap(({ texts }) => texts),
    boxes: [
      ...(digits > 0 ? [box(left - 4, 18, page.width_mm - 14 - left, 8, 'faint')] : []),
      ...printed.flatMap(({ boxes }) => boxes),
    ],
  };
}

/** Marks that a reading machine of another make goes by. */
function blackOf({ marks, page, rows, pitch }: Design, top: number): SheetBox[] {
  if (marks === 'timing')
    return Array.from({ length: rows }, (_, row) => box(5, top + 3.3 + row * pitch.y_mm, 5, 1.4, 'ink'));
  if (marks === 'none') return [];
  const [right, bottom] = [page.width_mm - 14, page.height_mm - 14];
  return [
    box(8, 8, 6, 6, 'ink'),
    box(right, 8, 6, 6, 'ink'),
    box(8, bottom, 6, 6, 'ink'),
    box(right, bottom, 6, 6, 'ink'),
  ];
}

/** A template of the corpus that the reader has never seen. */
export function foreignTemplate(kind: number, random: Random): ForeignTemplate {
  const design = designOf(kind, random);
  const { page, columns, labels, pitch, digits } = design;
  const width = labels.length * pitch.x_mm + 13 + (design.sentences ? 90 : 0);
  const left = Math.max(4, (page.width_mm - columns * width) / 2 + random.between(-3, 3));
  const top = digits > 0 ? random.between(84, 92) : random.between(54, 60);
  const blocks = Array.from({ length: columns }, (_, column) =>
    blockOf(design, column, left + column * width, top),
  );
  const { grid, ...number } = gridOf(design);
  const described = { version: 1, page: { ...page, number: 1 }, bubble_shape: design.shape };
  return {
    design,
    black: blackOf(design, top),
    art: parseSheet({
      ...described,
      questions: [],
      texts: [
        text(design.head, 18, 16, random.between(13, 20), { weight: 'bold' }),
        text('Name / 이름', 20, 30.5, 8),
        text('Use a dark pencil. 잘못 표기한 답은 깨끗이 지우십시오.', 18, 44, 8),
        ...number.texts,
        ...blocks.flatMap(({ texts }) => texts),
      ],
      boxes: [box(18, 26, 70, 9), ...blocks.flatMap(({ boxes }) => boxes), ...number.boxes],
    }),
    sheet: parseSheet({
      ...described,
      ...(digits > 0 ? { number_grid: grid } : {}),
      questions: blocks.flatMap(({ questions }) => questions),
      texts: [],
      boxes: [],
    }),
  };
}
