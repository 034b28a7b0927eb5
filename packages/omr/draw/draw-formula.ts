import { EM, type Formula, type MathNode } from './formulas.ts';

type Matrix = [number, number, number, number, number, number];

const turned = (degrees: number): Matrix => {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return [cos, sin, -sin, cos, 0, 0];
};

function matrixOf(name: string, [a = 0, b, c = 0, d = 0, e = 0, f = 0]: readonly number[]): Matrix {
  if (name === 'translate') return [1, 0, 0, 1, a, b ?? 0];
  if (name === 'scale') return [a, 0, 0, b ?? a, 0, 0];
  return name === 'rotate' ? turned(a) : [a, b ?? 0, c, d, e, f];
}

function move(doc: PDFKit.PDFDocument, transform = ''): void {
  for (const [, name = '', values = ''] of transform.matchAll(/(\w+)\(([^)]*)\)/g))
    doc.transform(
      ...matrixOf(
        name,
        values
          .trim()
          .split(/[\s,]+/)
          .map(Number),
      ),
    );
}

const LINE = 60;
const COLOR = /^(#[0-9a-f]{6}|[a-z]+)$/i;
const numberOf = (node: MathNode, name: string) => Number(node.attributes?.[name] ?? 0);

function drawRect(doc: PDFKit.PDFDocument, node: MathNode): void {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => numberOf(node, name));
  doc.rect(x ?? 0, y ?? 0, width ?? 0, height ?? 0);
  const { fill, 'data-frame': frame } = node.attributes ?? {};
  const isFrame = fill === 'none' || frame !== undefined;
  if (isFrame) doc.lineWidth(numberOf(node, 'stroke-width') || LINE).stroke();
  else doc.fill();
}

/** A stretched glyph shows through a window. */
function openWindow(doc: PDFKit.PDFDocument, node: MathNode): void {
  const { viewBox = '' } = node.attributes ?? {};
  const [x = 0, y = 0, width = 0, height = 0] = viewBox.split(' ').map(Number);
  doc.transform(1, 0, 0, 1, numberOf(node, 'x') - x, numberOf(node, 'y') - y);
  doc.rect(x, y, width, height).clip();
}

function drawText(doc: PDFKit.PDFDocument, node: MathNode): void {
  const text = (node.children ?? []).map(({ value = '' }) => value).join('');
  doc.font('regular').fontSize(EM).text(text, 0, 0, { lineBreak: false, baseline: 'alphabetic' });
}

function drawNode(doc: PDFKit.PDFDocument, node: MathNode): void {
  const { fill = 'none', transform, d, class: kinds = '' } = node.attributes ?? {};
  doc.save();
  move(doc, transform);
  if (COLOR.test(fill) && fill !== 'none' && fill !== 'currentColor') doc.fillColor(fill).strokeColor(fill);
  if (node.kind === 'path' && d) doc.path(d).fill();
  else if (node.kind === 'rect') drawRect(doc, node);
  else if (node.kind === 'text') drawText(doc, node);
  else if (node.kind === 'line') {
    doc.moveTo(numberOf(node, 'x1'), numberOf(node, 'y1')).lineTo(numberOf(node, 'x2'), numberOf(node, 'y2'));
    if (kinds.includes('dash') || kinds.includes('dot')) doc.dash(2 * LINE, {});
    doc.lineWidth(numberOf(node, 'stroke-width') || LINE).stroke();
  } else {
    if (node.kind === 'svg') openWindow(doc, node);
    for (const child of node.children ?? []) drawNode(doc, child);
  }
  doc.restore();
}

/** Draws a formula with its baseline at y; `size` is its em, in points. */
export function drawFormula(
  doc: PDFKit.PDFDocument,
  { svg }: Formula,
  { x, y, size, tone }: { x: number; y: number; size: number; tone: string },
): void {
  doc.save();
  doc.fillColor(tone).strokeColor(tone);
  doc.transform(size / EM, 0, 0, size / EM, x, y);
  for (const child of svg.children ?? []) drawNode(doc, child);
  doc.restore();
}
