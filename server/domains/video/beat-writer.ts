import { Batches } from '#core/batches.ts';
import type { Db } from '#core/db.ts';
import { type Beat, type BeatResult, writeBeats } from './watching.queries.ts';

export type BeatWriter = Batches<Beat, BeatResult>;

/**
 * Writes heartbeats: those that come while others are being written together; written twice counts once. Measured with
 * 200 viewers on a busy machine: database and driver take 190 instead of 330 µs of CPU a beat.
 */
export function openBeatWriter(db: Db): BeatWriter {
  return new Batches({ at_once: 3, most: 100, run: (beats) => writeBeats(db, beats) });
}
