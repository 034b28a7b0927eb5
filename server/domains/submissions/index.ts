export { answersReady, homeworkHandedIn } from './events.ts';
export { markGraded } from './step.ts';
