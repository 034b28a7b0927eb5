export { type Child, ChildTrouble, openChild } from './child.ts';
export { decodeImage } from './decode.ts';
export { decodePages, decodePdf, UnreadablePdf } from './pdf.ts';
