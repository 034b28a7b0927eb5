export { answersReady, homeworkHandedIn } from './events.ts';
export { readPicture } from './pictures.ts';
export { markGraded } from './step.ts';
