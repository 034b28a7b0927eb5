import type { EngineChoice } from '../../kit/config.ts';
import type { Engine } from './engine.ts';
import { findFfmpeg } from './ffmpeg-engine.ts';
import { findNodeAv } from './node-av-engine.ts';

/** The engine to use: FFmpeg's command, which the system keeps up to date, when it is good enough; else node-av. Null when neither is there. */
export function findEngine(choice: EngineChoice): Engine | null {
  if (choice === 'ffmpeg') return findFfmpeg();
  if (choice === 'node-av') return findNodeAv();
  return findFfmpeg() ?? findNodeAv();
}
