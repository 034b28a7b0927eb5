import PDFDocument from 'pdfkit';
import { formulaReader } from './formulas.ts';
import { drawParagraph, type Piece } from './paragraph.ts';
import { registerFonts, toBytes } from './pdf-file.ts';
import { spelled } from './spelled.ts';

/** A piece of a document, from above to below. */
export type Block =
  | { kind: 'title' | 'heading' | 'strong' | 'line' | 'note'; text: string }
  /** Words with formulas in them, looking as a text of that kind does. */
  | { kind: 'strong' | 'line'; pieces: readonly Piece[] }
  | { kind: 'figures'; figures: readonly { label: string; value: string }[] }
  /** A JPEG or PNG, by its pixels; as large as it is at 150 of them an inch, and at most half a page. */
  | { kind: 'picture'; bytes: Uint8Array; width: number; height: number };

const styles = {
  title: { font: 'bold', size: 20, before: 0, tone: '#000000', indent: 0 },
  heading: { font: 'bold', size: 13, before: 16, tone: '#000000', indent: 0 },
  strong: { font: 'bold', size: 10.5, before: 8, tone: '#000000', indent: 0 },
  line: { font: 'regular', size: 10, before: 2, tone: '#222222', indent: 12 },
  note: { font: 'regular', size: 9, before: 6, tone: '#666666', indent: 0 },
} as const;

const MARGIN = 56;
const FIGURES = { height: 46, size: 16, label: 9 };

function drawFigures(doc: PDFKit.PDFDocument, figures: readonly { label: string; value: string }[]): void {
  const width = (doc.page.width - 2 * MARGIN) / Math.max(1, figures.length);
  const y = doc.y + 14;
  for (const [index, { label, value }] of figures.entries()) {
    const x = MARGIN + index * width;
    doc
      .roundedRect(x, y, width - 8, FIGURES.height, 4)
      .lineWidth(0.6)
      .stroke('#bbbbbb');
    doc.font('regular').fontSize(FIGURES.label).fillColor('#666666');
    doc.text(label, x + 10, y + 7, { lineBreak: false });
    doc.font('bold').fontSize(FIGURES.size).fillColor('#000000');
    doc.text(value, x + 10, y + 20, { lineBreak: false });
  }
  doc.x = MARGIN;
  doc.y = y + FIGURES.height;
}

const PICTURE = { indent: 12, before: 6, points: 72 / 150, highest: 300 };

/** The types of pdfkit leave out that pictures can be opened, and drawn more than once. */
type Opener = { openImage: (bytes: Buffer) => Buffer };

/** Opens each picture of a document once, however often it is in it: by its bytes in memory. */
function openerOf(doc: PDFKit.PDFDocument): (bytes: Uint8Array) => Buffer {
  const opened = new Map<Uint8Array, Buffer>();
  return (bytes) => {
    const image = opened.get(bytes) ?? (doc as unknown as Opener).openImage(Buffer.from(bytes));
    opened.set(bytes, image);
    return image;
  };
}

function drawPicture(
  doc: PDFKit.PDFDocument,
  { bytes, width, height }: Extract<Block, { kind: 'picture' }>,
  open: (bytes: Uint8Array) => Buffer,
): void {
  const { indent, before, points, highest } = PICTURE;
  const widest = doc.page.width - 2 * MARGIN - indent;
  const scale = Math.min(points, widest / width, highest / height);
  if (doc.y + before + height * scale > doc.page.height - MARGIN) doc.addPage();
  const y = doc.y + before;
  doc.image(open(bytes), MARGIN + indent, y, { width: width * scale, height: height * scale });
  doc.x = MARGIN;
  doc.y = y + height * scale;
}

/** A plain A4 document of text and pictures, with Korean; it flows over as many pages as it needs. */
export async function drawDocument(blocks: readonly Block[], title = ''): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, info: { Title: title } });
  registerFonts(doc);
  const bytes = toBytes(doc);
  const open = openerOf(doc);
  const read = formulaReader();
  for (const block of blocks) {
    if (block.kind === 'figures') {
      drawFigures(doc, block.figures);
      continue;
    }
    if (block.kind === 'picture') {
      drawPicture(doc, block, open);
      continue;
    }
    const { font, size, before, tone, indent } = styles[block.kind];
    const width = doc.page.width - 2 * MARGIN - indent;
    if ('pieces' in block) {
      doc.y += before;
      await drawParagraph(
        doc,
        block.pieces,
        { font, size, tone, x: MARGIN + indent, width, margin: MARGIN },
        read,
      );
      continue;
    }
    doc.font(font).fontSize(size).fillColor(tone);
    doc.text(spelled(block.text), MARGIN + indent, doc.y + before, { width, lineGap: 2 });
  }
  doc.end();
  return bytes;
}
