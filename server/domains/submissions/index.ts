export { answersReady } from './events.ts';
export { markGraded } from './step.ts';
