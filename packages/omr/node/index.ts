export { decodeImage } from './decode.ts';
export { decodePages, decodePdf, UnreadablePdf } from './pdf.ts';
