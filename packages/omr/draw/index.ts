export { type Block, drawDocument } from './document.ts';
export type { Piece } from './paragraph.ts';
export { drawSheets, type SheetCopy } from './pdf.ts';
