import {
  type Bubble,
  parseSheet,
  type Question,
  type Sheet,
  type SheetBox,
  type SheetText,
} from './geometry.ts';

export const papers = {
  A4: { width_mm: 210, height_mm: 297 },
  B4: { width_mm: 257, height_mm: 364 },
  A5: { width_mm: 148, height_mm: 210 },
  Letter: { width_mm: 215.9, height_mm: 279.4 },
} as const;

/** A numeric question asks for `digits` digits; a choice question has 4 or 5 choices (2 to 6 are drawn). */
export type LayoutQuestion = {
  number: number;
  kind?: 'choice' | 'numeric';
  choices?: number;
  digits?: number;
};

export type LayoutInput = {
  title: string;
  subtitle?: string;
  questions: LayoutQuestion[];
  paper?: keyof typeof papers;
  /** Places of the student number; 0 leaves the grid out (sheets that are printed for each student). */
  number_digits?: number;
};

const bubble = { width_mm: 4.4, height_mm: 3.2 };
const pitch = { x_mm: 6.2, y_mm: 6, digit_mm: 4.8, group_mm: 2 };
const margin_mm = 12;
const side_mm = 20;
const columnWidth_mm = 41;
const columnGap_mm = 2.6;
const numericHeight_mm = 15 + 9 * pitch.digit_mm + 1.5;

type Page = { questions: Question[]; texts: SheetText[]; boxes: SheetBox[] };
type Area = { left: number; top: number; bottom: number; columns: number };

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

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Columns of the digits 0 to 9, with a box to write into above each. */
function digitColumns(left: number, top: number, count: number): { columns: Bubble[][]; boxes: SheetBox[] } {
  const x = (place: number) => left + (place + 0.5) * pitch.x_mm;
  const places = Array.from({ length: count }, (_, place) => place);
  return {
    columns: places.map((place) =>
      digits.map((label, row) => ({
        label,
        x_mm: x(place),
        y_mm: top + 9.5 + row * pitch.digit_mm,
        ...bubble,
      })),
    ),
    boxes: places.map((place) => ({
      x_mm: x(place) - pitch.x_mm / 2,
      y_mm: top,
      width_mm: pitch.x_mm,
      height_mm: 6.4,
      radius_mm: 0,
      fill: 'none' as const,
    })),
  };
}

function head(input: LayoutInput, width_mm: number, number: number, count: number): Omit<Page, 'questions'> {
  const pages = count > 1 ? ` (${number}/${count})` : '';
  const right = width_mm - side_mm;
  const texts = [
    text(input.title + pages, side_mm, 12, 15, { weight: 'bold' }),
    text(input.subtitle ?? '', side_mm, 19, 9),
    text('이름', right - 62, 31.5, 9, { weight: 'bold' }),
    text('반', right - 62, 41.5, 9, { weight: 'bold' }),
    text('● 칸을 검게 채우고, 고칠 때는 깨끗이 지우세요.', right - 62, 53, 7.5),
    text('● 모서리의 원과 위의 무늬에는 쓰지 마세요.', right - 62, 58, 7.5),
    text('Fill one oval completely for each answer.', right - 62, 63, 7, { tone: 'faint' }),
  ];
  const field = (y_mm: number): SheetBox => ({
    x_mm: right - 64,
    y_mm,
    width_mm: 64,
    height_mm: 10,
    radius_mm: 0,
    fill: 'none',
  });
  return { texts, boxes: [field(27), field(37)] };
}

/** A question as wide as a column, drawn from its top. */
function place(question: LayoutQuestion, left: number, top: number): Page {
  const { number } = question;
  if (question.kind === 'numeric') {
    const { columns, boxes } = digitColumns(left + 8, top + 3, question.digits ?? 3);
    const label = text(String(number), left + 4, top + 6.2, 9, { weight: 'bold', align: 'center' });
    const marks = digits.map((digit, row) =>
      text(digit, left + 5.5, top + 12.5 + row * pitch.digit_mm, 6.5, { tone: 'faint', align: 'center' }),
    );
    return { questions: [{ number, kind: 'numeric', columns }], texts: [label, ...marks], boxes };
  }
  const y_mm = top + pitch.y_mm / 2;
  const bubbles = Array.from({ length: question.choices ?? 5 }, (_, index) => ({
    label: String(index + 1),
    x_mm: left + 12 + index * pitch.x_mm,
    y_mm,
    ...bubble,
  }));
  const label = text(String(number), left + 4.5, y_mm, 9, { weight: 'bold', align: 'center' });
  return { questions: [{ number, kind: 'choice', bubbles }], texts: [label], boxes: [] };
}

const heightOf = (question: LayoutQuestion) => (question.kind === 'numeric' ? numericHeight_mm : pitch.y_mm);

/** Fills columns from the left; a gap after every fifth choice, and a frame around each run of questions. */
function flow(rest: LayoutQuestion[], area: Area, perColumn: number): Page {
  const page: Page = { questions: [], texts: [], boxes: [] };
  for (let column = 0; column < area.columns && rest.length > 0; column += 1) {
    const left = area.left + column * (columnWidth_mm + columnGap_mm);
    let top = area.top;
    let start = top;
    const close = () => {
      if (top === start) return;
      page.boxes.push({
        x_mm: left,
        y_mm: start,
        width_mm: columnWidth_mm,
        height_mm: top - start,
        radius_mm: 1,
        fill: 'none',
      });
      top += pitch.group_mm;
      start = top;
    };
    for (let row = 0; row < perColumn && rest[0]; row += 1) {
      const [question] = rest;
      if (top + heightOf(question) > area.bottom) break;
      if (question.kind === 'numeric') close();
      const placed = place(question, left, top);
      page.questions.push(...placed.questions);
      page.texts.push(...placed.texts);
      page.boxes.push(...placed.boxes);
      top += heightOf(question);
      rest.shift();
      if (question.kind === 'numeric' || row % 5 === 4) close();
    }
    close();
  }
  return page;
}

/** Choices alone are spread evenly over as few columns as hold them, in fives; others fill column by column. */
function rowsPerColumn(questions: LayoutQuestion[], area: Area): number {
  if (questions.some(({ kind }) => kind === 'numeric')) return 1000;
  const fives = Math.floor((area.bottom - area.top + pitch.group_mm) / (5 * pitch.y_mm + pitch.group_mm));
  const needed = Math.ceil(questions.length / (5 * fives));
  const columns = Math.min(area.columns, Math.max(needed, Math.min(3, area.columns)));
  return Math.min(5 * fives, 5 * Math.ceil(questions.length / columns / 5));
}

/**
 * Lays an answer sheet out: one `Sheet` for each page it takes, ready to draw and to read.
 * Throws when a single question does not fit on the paper.
 */
export function layout(input: LayoutInput): Sheet[] {
  const paper = papers[input.paper ?? 'A4'];
  const { width_mm, height_mm } = paper;
  const digitCount = input.number_digits ?? 8;
  const inner = width_mm - 2 * side_mm + 4;
  const area: Area = {
    left: side_mm - 2,
    top: digitCount > 0 ? 92 : 70,
    bottom: height_mm - 18,
    columns: Math.max(1, Math.floor((inner + columnGap_mm) / (columnWidth_mm + columnGap_mm))),
  };
  const rest = [...input.questions];
  const bodies: Page[] = [];
  while (rest.length > 0 || bodies.length === 0) {
    const before = rest.length;
    bodies.push(flow(rest, area, rowsPerColumn(rest, area)));
    if (rest.length === before && before > 0) throw new RangeError('a question does not fit on this paper');
  }
  const grid = digitCount > 0 ? digitColumns(side_mm, 29, digitCount) : undefined;
  const far = { x: width_mm - margin_mm, y: height_mm - margin_mm };
  return bodies.map((body, index) => {
    const top = head(input, width_mm, index + 1, bodies.length);
    const caption = grid ? [text('학생 번호', side_mm, 26.5, 9, { weight: 'bold' })] : [];
    return parseSheet({
      version: 1,
      page: { ...paper, number: index + 1 },
      bubble_shape: 'ellipse',
      fiducials: [
        { x_mm: margin_mm, y_mm: margin_mm },
        { x_mm: far.x, y_mm: margin_mm },
        { x_mm: far.x, y_mm: far.y },
        { x_mm: margin_mm, y_mm: far.y },
      ],
      code: { x_mm: far.x - 46, y_mm: 8, cell_mm: 1.5 },
      ...(grid ? { number_grid: grid.columns } : {}),
      questions: body.questions,
      texts: [...top.texts, ...caption, ...body.texts],
      boxes: [...top.boxes, ...(grid?.boxes ?? []), ...body.boxes],
      name_at: { x_mm: width_mm - side_mm - 52, y_mm: 31.5 },
    });
  });
}
