import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The font ends with its empty glyphs, and fontkit reads the head of a glyph even where it has none. */
const font = (style: string) => {
  const file = import.meta.resolve(`@expo-google-fonts/nanum-gothic/${style}/NanumGothic_${style}.ttf`);
  return Buffer.concat([readFileSync(fileURLToPath(file)), Buffer.alloc(64)]);
};

/** Korean text, as `regular` and `bold`. */
export function registerFonts(doc: PDFKit.PDFDocument): void {
  doc.registerFont('regular', font('400Regular'));
  doc.registerFont('bold', font('700Bold'));
}

/** What a document will have been once it has ended. */
export async function toBytes(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  doc.on('end', resolve);
  doc.on('error', reject);
  await promise;
  return new Uint8Array(Buffer.concat(chunks));
}
