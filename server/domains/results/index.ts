export { resultsChanged } from './events.ts';
export { gradeAgain } from './grading.ts';
