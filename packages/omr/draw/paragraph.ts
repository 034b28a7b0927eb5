import { drawFormula } from './draw-formula.ts';
import type { Formula, formulaReader } from './formulas.ts';
import { type Atom, linesOf } from './lines.ts';
import { spelled } from './spelled.ts';

/** A piece of a text: words, or a formula as LaTeX, which `isBlock` gives a line of its own. */
export type Piece = string | { tex: string; isBlock: boolean };

/** How a paragraph looks: its place and size in points. */
export type Look = { font: string; size: number; tone: string; x: number; width: number; margin: number };

type Read = ReturnType<typeof formulaReader>;
type Ink = { text: string } | { formula: Formula; size: number };

/** How far the font of documents reaches around its baseline, in em. */
const LETTERS = { ascent: 0.92, depth: 0.23 };
const LINE_GAP = 2;
const HIGHEST = 600;
/** A formula that is too wide gets smaller; below this nobody could read it. */
const SMALLEST = 0.6;
/** Letters of formulas are small beside Korean ones. */
const LARGER = 1.1;

function textAtoms(doc: PDFKit.PDFDocument, text: string, look: Look): Atom<Ink>[] {
  const { size, width } = look;
  const around = { ascent: LETTERS.ascent * size, depth: LETTERS.depth * size };
  const atomOf = (role: Atom<Ink>['role'], text: string): Atom<Ink> => ({
    role,
    width: doc.widthOfString(text),
    ...around,
    what: { text },
  });
  return (spelled(text).match(/\n|[^\S\n]+|\S+/g) ?? []).flatMap((part) => {
    if (part === '\n') return [atomOf('break', '')];
    if (part.trim() === '') return [atomOf('space', ' ')];
    const whole = atomOf('box', part);
    return whole.width <= width ? [whole] : Array.from(part, (letter) => atomOf('box', letter));
  });
}

function formulaAtom(formula: Formula, isBlock: boolean, look: Look): Atom<Ink> | undefined {
  const scale = Math.min(1, look.width / (formula.width * LARGER * look.size));
  const size = look.size * LARGER * scale;
  const [width, ascent, depth] = [formula.width * size, formula.ascent * size, formula.depth * size];
  if (scale < SMALLEST || ascent + depth > HIGHEST) return undefined;
  const space = isBlock ? look.size / 2 : 0;
  return {
    role: isBlock ? 'block' : 'box',
    width,
    ascent: ascent + space,
    depth: depth + space,
    what: { formula, size },
  };
}

/** Draws words with formulas in them below what is there; a formula that cannot be read stays as it was written. */
export async function drawParagraph(
  doc: PDFKit.PDFDocument,
  pieces: readonly Piece[],
  look: Look,
  read: Read,
): Promise<void> {
  const atoms: Atom<Ink>[] = [];
  doc.font(look.font).fontSize(look.size);
  for (const piece of pieces) {
    const formula = typeof piece === 'string' ? undefined : await read(piece.tex, piece.isBlock);
    const atom = formula && typeof piece !== 'string' && formulaAtom(formula, piece.isBlock, look);
    if (atom) atoms.push(atom);
    else atoms.push(...textAtoms(doc, typeof piece === 'string' ? piece : piece.tex, look));
  }
  const least = { ascent: LETTERS.ascent * look.size, depth: LETTERS.depth * look.size };
  let y = doc.y;
  for (const { parts, ascent, depth } of linesOf(atoms, look.width, least)) {
    if (y + ascent + depth > doc.page.height - look.margin) {
      doc.addPage();
      y = look.margin;
    }
    for (const { x, what } of parts) drawInk(doc, what, look, look.x + x, y + ascent);
    y += ascent + depth + LINE_GAP;
  }
  doc.x = look.margin;
  doc.y = y;
}

function drawInk(doc: PDFKit.PDFDocument, ink: Ink, look: Look, x: number, y: number): void {
  if ('formula' in ink) drawFormula(doc, ink.formula, { x, y, size: ink.size, tone: look.tone });
  else {
    doc.font(look.font).fontSize(look.size).fillColor(look.tone);
    doc.text(ink.text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  }
}
