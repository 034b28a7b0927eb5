export type { ExamRow } from './exams.queries.ts';
export { windowState } from './exams.rules.ts';
export { mustSeeExam } from './exams.ts';
export { findExamExtension, findHomeworkExtension } from './extensions.queries.ts';
export { mustSeeHomework } from './homework.ts';
export { listQuestions as questionsOf } from './questions.queries.ts';
export { faultOf, writtenForm } from './questions.rules.ts';
export { findSheet } from './sheets.queries.ts';
export { pagesOf } from './sheets.ts';
