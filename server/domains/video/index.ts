export { videoChanged, videoWatched } from './events.ts';
export { queueTranscode } from './processing-queue.ts';
