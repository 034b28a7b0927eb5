export { videoChanged, videoWatched } from './events.ts';
