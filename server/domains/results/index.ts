export { resultsChanged } from './events.ts';
