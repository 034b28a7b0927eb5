export { decodeImage } from './decode.ts';
