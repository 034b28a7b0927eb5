import type { Random } from './random.ts';

/** How the place of a mark is printed: an outline with or without its label, or only characters. */
export type Print = 'labelled' | 'empty' | 'brackets' | 'parentheses' | 'glyphs' | 'underlined';

/** What somebody else's answer sheet looks like: nothing on it was made for this reader. */
export type Design = {
  name: string;
  page: { width_mm: number; height_mm: number };
  shape: 'ellipse' | 'rectangle';
  print: Print;
  bubble: { width_mm: number; height_mm: number };
  labels: readonly string[];
  /** From middle to middle. */
  pitch: { x_mm: number; y_mm: number };
  columns: number;
  rows: number;
  gapEvery: number;
  frames: boolean;
  /** Places of a student number; 0 for none. */
  digits: number;
  head: string;
  /** How dark it is printed: 1 black, less for a coloured ink that a scanner drops. */
  ink: number;
  /** Black marks at the edge or in the corners, every second row tinted, a sentence beside each question. */
  marks: 'none' | 'timing' | 'corners';
  bands: boolean;
  sentences: boolean;
};

const a4 = { width_mm: 210, height_mm: 297 };
const letter = { width_mm: 215.9, height_mm: 279.4 };
const a5 = { width_mm: 148, height_mm: 210 };
const a5Landscape = { width_mm: 210, height_mm: 148 };

const abcd = ['A', 'B', 'C', 'D'];
const abcde = ['A', 'B', 'C', 'D', 'E'];
const five = ['1', '2', '3', '4', '5'];
const circled = ['①', '②', '③', '④', '⑤'];

const usual: Omit<Design, 'name'> = {
  page: a4,
  shape: 'ellipse',
  print: 'labelled',
  bubble: { width_mm: 4.4, height_mm: 4.4 },
  labels: abcd,
  pitch: { x_mm: 6.6, y_mm: 6.8 },
  columns: 3,
  rows: 20,
  gapEvery: 100,
  frames: false,
  digits: 0,
  head: 'ANSWER SHEET',
  ink: 1,
  marks: 'none',
  bands: false,
  sentences: false,
};

const sized = (width_mm: number, height_mm: number, x_mm: number, y_mm: number) => ({
  bubble: { width_mm, height_mm },
  pitch: { x_mm, y_mm },
});

/** Sheets as schools, publishers and offices print them. */
const designs: readonly (Partial<Design> & { name: string })[] = [
  { name: 'round letters', ...sized(4.6, 4.6, 7, 7), gapEvery: 5 },
  { name: 'flat ovals', ...sized(5.4, 3.2, 7.4, 5.6), labels: five, frames: true, rows: 24 },
  { name: 'tall ovals', ...sized(2.6, 5, 4.6, 6.6), labels: five, columns: 4, frames: true, digits: 5 },
  { name: 'square boxes', ...sized(4, 4, 7.6, 7.4), shape: 'rectangle', print: 'empty', columns: 2 },
  { name: 'brackets', ...sized(5.2, 3.4, 8, 6), shape: 'rectangle', print: 'brackets', rows: 22 },
  {
    name: 'parentheses',
    ...sized(5, 4, 9, 7.5),
    print: 'parentheses',
    columns: 2,
    labels: abcde,
    gapEvery: 10,
  },
  { name: 'dense columns', ...sized(3.3, 3.3, 4.5, 4.5), labels: abcde, columns: 5, rows: 40, gapEvery: 10 },
  {
    name: 'dropout red',
    ...sized(4.4, 4.4, 6.4, 6.4),
    labels: five,
    ink: 0.3,
    frames: true,
    marks: 'timing',
  },
  { name: 'dropout green bands', ...sized(5, 3.2, 7, 5.2), labels: abcde, ink: 0.42, bands: true, rows: 30 },
  { name: 'timing marks', ...sized(4.8, 3, 6.8, 5), labels: five, marks: 'timing', rows: 34, digits: 6 },
  { name: 'corner squares', ...sized(5, 5, 7.4, 7.4), marks: 'corners', labels: abcd, columns: 2, digits: 4 },
  {
    name: 'letter size quiz',
    ...sized(5.2, 5.2, 9, 9.2),
    page: letter,
    columns: 2,
    rows: 15,
    head: 'Quiz 7B',
  },
  { name: 'letter size dense', ...sized(4, 4, 5.8, 5.6), page: letter, labels: abcde, columns: 4, rows: 28 },
  { name: 'small card', ...sized(4.2, 3.2, 6, 5.6), page: a5, labels: five, columns: 2, frames: true },
  { name: 'landscape card', ...sized(3.6, 4.6, 6, 6.6), page: a5Landscape, columns: 4, rows: 8, gapEvery: 4 },
  { name: 'circled digits', ...sized(4, 4, 8, 8.4), print: 'glyphs', labels: circled, columns: 2, rows: 20 },
  { name: 'true or false', ...sized(5.2, 5.2, 9, 8), labels: ['T', 'F'], columns: 1, sentences: true },
  { name: 'underlined words', ...sized(6, 4, 9, 8.2), print: 'underlined', shape: 'rectangle', labels: abcd },
];

const heads = ['ANSWER SHEET', '학력평가 답안지', 'OMR Answer Card', '진단평가', 'Mock Examination'] as const;

/** A design of a kind, a little different each time: sizes, distances, how many there are. */
export function designOf(kind: number, random: Random): Design {
  const base = { ...usual, ...designs[kind % designs.length] };
  const size = random.between(0.94, 1.08);
  const bubble = { width_mm: base.bubble.width_mm * size, height_mm: base.bubble.height_mm * size };
  const pitch = {
    x_mm: base.pitch.x_mm * size * random.between(0.98, 1.12),
    y_mm: base.pitch.y_mm * size * random.between(0.98, 1.08),
  };
  const width = base.labels.length * pitch.x_mm + 13 + (base.sentences ? 90 : 0);
  const high = base.page.height_mm - (base.digits > 0 ? 110 : 70);
  return {
    ...base,
    name: base.name ?? '',
    bubble,
    pitch,
    columns: Math.max(1, Math.min(base.columns, Math.floor((base.page.width_mm - 16) / width))),
    rows: Math.max(
      4,
      Math.min(base.rows - random.whole(0, 3), Math.floor(high / (pitch.y_mm + 2.4 / base.gapEvery))),
    ),
    head: base.head === usual.head ? random.pick(heads) : base.head,
  };
}
