export { type Block, drawDocument } from './document.ts';
export { drawSheets, type SheetCopy } from './pdf.ts';
