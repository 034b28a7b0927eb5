export { resultsChanged } from './events.ts';
export { gradeAgain, resolvePassScores } from './grading.ts';
