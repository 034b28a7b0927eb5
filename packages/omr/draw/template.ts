import type { Bubble, Sheet, SheetBox } from '../geometry/geometry.ts';
import { bubblesOf } from '../geometry/lines.ts';
import { ring } from '../geometry/ring.ts';

export const pt = (mm: number): number => (mm * 72) / 25.4;

const tones = { ink: '#000000', faint: '#6b6b6b' };
const fills = { faint: '#ececec', ink: '#000000' };
const outline = { width_mm: 0.22, tone: '#3c3c3c' };
const labelTone = '#8a8a8a';

/** Text whose middle stands at `y_mm`. */
function write(
  doc: PDFKit.PDFDocument,
  value: string,
  at: { x_mm: number; y_mm: number },
  size: number,
): void {
  doc.fontSize(size);
  doc.text(value, pt(at.x_mm), pt(at.y_mm), { lineBreak: false, baseline: 'middle' });
}

export function writeAligned(
  doc: PDFKit.PDFDocument,
  value: string,
  at: { x_mm: number; y_mm: number; size_pt: number; align: 'left' | 'center' | 'right' },
): void {
  doc.fontSize(at.size_pt);
  const width_mm = (doc.widthOfString(value) * 25.4) / 72;
  const shift = { left: 0, center: width_mm / 2, right: width_mm }[at.align];
  write(doc, value, { x_mm: at.x_mm - shift, y_mm: at.y_mm }, at.size_pt);
}

function drawBox(doc: PDFKit.PDFDocument, box: SheetBox): void {
  const { x_mm, y_mm, width_mm, height_mm, radius_mm, fill } = box;
  const path = doc.roundedRect(pt(x_mm), pt(y_mm), pt(width_mm), pt(height_mm), pt(radius_mm));
  path.lineWidth(pt(0.2));
  if (fill === 'none') path.stroke(outline.tone);
  else path.fillAndStroke(fills[fill], outline.tone);
}

function outlineOf(doc: PDFKit.PDFDocument, sheet: Sheet, bubble: Bubble): PDFKit.PDFDocument {
  const { x_mm, y_mm, width_mm, height_mm } = bubble;
  return sheet.bubble_shape === 'ellipse'
    ? doc.ellipse(pt(x_mm), pt(y_mm), pt(width_mm / 2), pt(height_mm / 2))
    : doc.rect(pt(x_mm - width_mm / 2), pt(y_mm - height_mm / 2), pt(width_mm), pt(height_mm));
}

/** A printed mark: the digits of the student number on a sheet that is printed for one student. */
export function fillBubble(doc: PDFKit.PDFDocument, sheet: Sheet, bubble: Bubble): void {
  outlineOf(doc, sheet, bubble).fill('#000000');
}

/** All that is the same on every copy: rings, frames, words, bubbles. */
export function drawTemplate(doc: PDFKit.PDFDocument, sheet: Sheet): void {
  for (const box of sheet.boxes) drawBox(doc, box);
  for (const at of sheet.fiducials ?? []) {
    const width_mm = (ring.outer_mm - ring.inner_mm) / 2;
    const middle = (ring.outer_mm + ring.inner_mm) / 4;
    doc.circle(pt(at.x_mm), pt(at.y_mm), pt(middle)).lineWidth(pt(width_mm)).stroke('#000000');
    doc.circle(pt(at.x_mm), pt(at.y_mm), pt(ring.dot_mm / 2)).fill('#000000');
  }
  for (const text of sheet.texts) {
    doc.font(text.weight).fillColor(tones[text.tone]);
    writeAligned(doc, text.text, text);
  }
  doc.font('regular').fillColor(labelTone);
  for (const bubble of bubblesOf(sheet)) {
    const size_pt = Math.min(6.5, (bubble.height_mm / 3.2) * 6.5);
    writeAligned(doc, bubble.label, { ...bubble, size_pt, align: 'center' });
  }
  doc.lineWidth(pt(outline.width_mm));
  for (const bubble of bubblesOf(sheet)) outlineOf(doc, sheet, bubble);
  doc.stroke(outline.tone);
}
