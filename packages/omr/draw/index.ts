export { drawSheets, type SheetCopy } from './pdf.ts';
