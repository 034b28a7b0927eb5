import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { codeCells, type SheetCode } from '../geometry/code.ts';
import { codeGrid } from '../geometry/code-grid.ts';
import type { Sheet } from '../geometry/geometry.ts';
import { registerFonts, toBytes } from './pdf-file.ts';
import { drawTemplate, fillBubble, pt, writeAligned } from './template.ts';

/** One page to print. With a student it carries the name, and the number is marked already. */
export type SheetCopy = {
  sheet: Sheet;
  code?: SheetCode;
  student?: { name: string; number?: string; class?: string };
};

/** The contents that all copies of one sheet share in the file, between saving and restoring the state. */
type Shared = { contents: PDFKit.PDFKitReference[]; fonts: Record<string, unknown> };

/** Moves what was drawn on the fresh page into contents that later pages name too. */
function share(doc: PDFKit.PDFDocument, height_mm: number): Shared {
  const drawn = doc.page.content;
  const own = doc.ref({});
  const brackets = ['q', 'Q'].map((operator) => {
    const reference = doc.ref({});
    reference.end(operator);
    return reference;
  });
  drawn.end('');
  doc.page.content = own;
  doc.addContent(`1 0 0 -1 0 ${pt(height_mm)} cm`);
  const [save, restore] = brackets;
  return {
    contents: save && restore ? [save, drawn, restore] : [drawn],
    fonts: { ...doc.page.fonts },
  };
}

function writeOwn(doc: PDFKit.PDFDocument, { sheet, code, student }: SheetCopy): void {
  if (code && sheet.code) {
    const { x_mm, y_mm, cell_mm } = sheet.code;
    for (const [index, black] of codeCells(code).entries()) {
      if (!black) continue;
      const x = x_mm + (index % codeGrid.columns) * cell_mm;
      const y = y_mm + Math.floor(index / codeGrid.columns) * cell_mm;
      doc.rect(pt(x), pt(y), pt(cell_mm), pt(cell_mm));
    }
    doc.fill('#000000');
  }
  if (!student || !sheet.name_at) return;
  doc.font('bold').fillColor('#000000');
  const { x_mm, y_mm } = sheet.name_at;
  const { number = '' } = student;
  writeAligned(doc, number === '' ? student.name : `${student.name} (${number})`, {
    x_mm,
    y_mm,
    size_pt: 11,
    align: 'left',
  });
  if (student.class) writeAligned(doc, student.class, { x_mm, y_mm: y_mm + 10, size_pt: 11, align: 'left' });
  const columns = sheet.number_grid ?? [];
  const padded = number === '' ? '' : number.padStart(columns.length, '0');
  for (const [place, column] of columns.entries()) {
    const bubble = column.find(({ label }) => label === padded[place]);
    if (bubble) fillBubble(doc, sheet, bubble);
  }
}

/**
 * A vector PDF of answer sheets, one page for each copy, with Korean text.
 * What copies of the same `Sheet` object have in common stands in the file once, so a class costs little more than a page.
 * Copies are taken one by one, and after each the process turns to what else waits: a large class holds nobody up.
 */
export async function drawSheets(copies: Iterable<SheetCopy>, title = ''): Promise<Uint8Array> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0, info: { Title: title } });
  registerFonts(doc);
  const bytes = toBytes(doc);
  const shared = new Map<Sheet, Shared>();
  for (const copy of copies) {
    const { width_mm, height_mm } = copy.sheet.page;
    doc.addPage({ size: [pt(width_mm), pt(height_mm)], margin: 0 });
    let common = shared.get(copy.sheet);
    if (!common) {
      drawTemplate(doc, copy.sheet);
      common = share(doc, height_mm);
      shared.set(copy.sheet, common);
    }
    Object.assign(doc.page.dictionary.data, { Contents: [...common.contents, doc.page.content] });
    Object.assign(doc.page.fonts, common.fonts);
    writeOwn(doc, copy);
    await setImmediate();
  }
  doc.end();
  return bytes;
}
