export { resultsChanged } from './events.ts';
export { gradeAgain, passByRetest, resolvePassScores } from './grading.ts';
