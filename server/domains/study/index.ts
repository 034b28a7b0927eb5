export { addPaperMistakes } from './paper.ts';
