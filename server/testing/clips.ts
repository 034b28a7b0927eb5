import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const clip = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, 'clips', name)));

/** Three seconds of picture and sound, H.264 and AAC, made by FFmpeg's test sources; its index is at the end. */
export const lectureClip = (): Uint8Array<ArrayBuffer> => clip('lecture.mp4');
/** The same sound alone. */
export const soundClip = (): Uint8Array<ArrayBuffer> => clip('sound.mp4');
