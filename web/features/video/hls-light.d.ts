// The light build has the types of the whole one and ships none of its own.
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
