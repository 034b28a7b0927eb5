import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { drawSheets } from '../draw/pdf.ts';
import { codeCells, type SheetCode } from '../geometry/code.ts';
import { codeGrid } from '../geometry/code-grid.ts';
import type { Sheet } from '../geometry/geometry.ts';
import { layout } from '../geometry/layout.ts';
import type { Paper } from './ink.ts';

/** Dots a millimetre of the paper that marks are put on: enough for the picture that is taken of it. */
export const paperDensities = { usual: 220 / 25.4, fine: 320 / 25.4 };

const choices = (count: number, each = 5) =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, choices: each }));
const numerics = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    number: from + index,
    kind: 'numeric' as const,
    digits: 3,
  }));

/** The sheets of the corpus: the usual one, others that academies use. */
export function corpusSheets(): [Sheet, ...Sheet[]] {
  const [usual, ...others] = [
    layout({ title: '고2 수학 주간 테스트', subtitle: '3월 2주차 · 45문항', questions: choices(45) }),
    layout({ title: '영어 모의고사', questions: choices(50, 4), number_digits: 6 }),
    layout({ title: '전 과목 진단 평가', questions: choices(100) }),
    layout({ title: '수학 서답형', questions: [...choices(22), ...numerics(23, 3)] }),
    layout({ title: '단어 시험', questions: choices(20), paper: 'A5', number_digits: 5 }),
    layout({ title: '월말 평가', questions: choices(60), paper: 'B4' }),
  ].flat();
  if (!usual) throw new RangeError('a layout has at least one page');
  return [usual, ...others];
}

/** A page of a PDF as grey paper of `density` dots a millimetre. */
export async function paperOfPdf(pdf: Uint8Array, density = paperDensities.fine): Promise<Paper> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const { data, width, height } = await document
    .getPage(0)
    .render({ scale: (density * 25.4) / 72, render: 'bitmap' });
  document.destroy();
  library.destroy();
  const grey = await sharp(data, { raw: { width, height, channels: 4 } })
    .greyscale()
    .raw()
    .toBuffer();
  return { width, height, data: new Uint8Array(grey), density };
}

/** The sheet as it is printed, without a code; made once for all its copies. */
export const printed = async (sheet: Sheet, density?: number): Promise<Paper> =>
  paperOfPdf(await drawSheets([{ sheet }]), density);

/** Prints the code of one copy on its paper. */
export function stampCode(paper: Paper, sheet: Sheet, code: SheetCode): void {
  if (!sheet.code) return;
  const { x_mm, y_mm, cell_mm } = sheet.code;
  for (const [index, black] of codeCells(code).entries()) {
    if (!black) continue;
    const x = x_mm + (index % codeGrid.columns) * cell_mm;
    const y = y_mm + Math.floor(index / codeGrid.columns) * cell_mm;
    for (let py = Math.round(y * paper.density); py < Math.round((y + cell_mm) * paper.density); py += 1) {
      const row = py * paper.width;
      paper.data.fill(
        0,
        row + Math.round(x * paper.density),
        row + Math.round((x + cell_mm) * paper.density),
      );
    }
  }
}
