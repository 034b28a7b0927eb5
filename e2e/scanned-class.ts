import type { Buffer } from 'node:buffer';
import {
  encode,
  type PhotoKind,
  photograph,
  printed,
  randomOf,
  type ScanKind,
  scan,
  stampCode,
} from '../packages/omr/corpus/index.ts';
import { type Hand, mark } from '../packages/omr/corpus/marking.ts';
import type { Bubble, Sheet } from '../packages/omr/geometry/index.ts';
import { type ScannedImage, scannedPdf } from '../server/testing/scanned-pdf.ts';

/** One page as it goes into the feeder. Answers are by question: "3", "1,4" for two marks, "140" for numbers. */
export type Filled = {
  /** The enrollment that the sheet was printed for; none for blank stock. */
  enrollment_id?: number;
  /** What is marked in the grid of the student's number. */
  number?: string;
  answers: ReadonlyMap<number, string>;
  /** What happens to it on its way; `turned` is upside down in the feeder. */
  by?: 'turned' | { scan: ScanKind } | { photo: PhotoKind };
};

const dpi = 150;
const hand: Hand = {
  kind: 'fill',
  tool: 'pen',
  base: { darkness: 0.9, width_mm: 0.7, grain: 0.04 },
  careless: 0.1,
  erases: false,
};

/**
 * A PDF as it comes out of a scanner: copies of a printed sheet, filled in, each degraded as it says; `null` is an empty page.
 * The same input makes the same file.
 */
export async function scannedClass(
  sheet: Sheet,
  code: { exam: number; sheet: number },
  pages: readonly (Filled | null)[],
): Promise<Buffer> {
  const empty = await printed(sheet, dpi / 25.4);
  const images: ScannedImage[] = [];
  for (const [at, page] of pages.entries()) {
    const picture = page
      ? await pictureOf(empty, sheet, code, page, at)
      : { image: nothing(empty), jpeg: 80 };
    const { width, height } = picture.image;
    images.push({ jpeg: await encode(picture), width, height });
  }
  return scannedPdf(images, dpi);
}

/** A table with a filled sheet on it as a camera above sees it: one JPEG, which repeated is a film. */
export async function filmedSheet(
  sheet: Sheet,
  code: { exam: number; sheet: number },
  page: Filled,
  { width, height }: { width: number; height: number },
): Promise<Buffer> {
  const empty = await printed(sheet, (height - 60) / sheet.page.height_mm);
  const { image: paper } = await pictureOf(empty, sheet, code, page, 1);
  const table = { width, height, data: new Uint8Array(width * height).fill(110) };
  const left = (width - paper.width) >> 1;
  for (let y = 0; y < paper.height; y += 1) {
    const row = paper.data.subarray(y * paper.width, (y + 1) * paper.width);
    table.data.set(row, (y + 30) * width + left);
  }
  return encode({ image: table, jpeg: 90 });
}

type Paper = Awaited<ReturnType<typeof printed>>;

const nothing = ({ width, height }: Paper) => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(250),
});

async function pictureOf(
  empty: Paper,
  sheet: Sheet,
  code: { exam: number; sheet: number },
  { enrollment_id, number, answers, by }: Filled,
  seed: number,
) {
  const random = randomOf(seed + 1);
  const paper = { ...empty, data: empty.data.slice() };
  const enrollment = enrollment_id === undefined ? {} : { enrollment: enrollment_id };
  stampCode(paper, sheet, { ...code, page: sheet.page.number, ...enrollment });
  for (const bubble of bubblesOf(sheet, number, answers)) mark(paper, bubble, hand, random);
  if (by === 'turned') return { image: { ...paper, data: paper.data.toReversed() }, jpeg: 80 };
  if (by === undefined) return { image: paper, jpeg: 80 };
  return 'scan' in by
    ? scan(paper, sheet.page, by.scan, random)
    : photograph(paper, sheet.page, by.photo, random);
}

function bubblesOf(sheet: Sheet, number: string | undefined, answers: Filled['answers']): Bubble[] {
  const find = (line: readonly Bubble[], label: string | undefined) =>
    line.filter((bubble) => bubble.label === label);
  const grid = sheet.number_grid ?? [];
  const digits = number?.padStart(grid.length, '0');
  return [
    ...grid.flatMap((column, place) => find(column, digits?.[place])),
    ...sheet.questions.flatMap((question) => {
      const answer = answers.get(question.number) ?? '';
      if (question.kind === 'choice')
        return answer.split(',').flatMap((label) => find(question.bubbles, label));
      const written = answer === '' ? '' : answer.padStart(question.columns.length, '0');
      return question.columns.flatMap((column, place) => find(column, written[place]));
    }),
  ];
}
