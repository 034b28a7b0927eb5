export { addPaperMistakes, type PaperMistake, type PaperMistakes } from './paper.ts';
