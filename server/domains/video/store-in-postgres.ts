import { Batches } from '#core/batches.ts';
import type { Db } from '#core/db.ts';
import type { PlaybackStore } from './playback-store.ts';
import { type Beat, type BeatResult, writeBeats } from './watching.queries.ts';

/**
 * Playbacks in PostgreSQL alone. Heartbeats that come while others are being written are written together; written
 * twice counts once. Measured with 200 viewers on a busy machine: database and driver take 190 instead of 330 µs of
 * CPU a beat.
 */
export function storeInPostgres(db: Db): PlaybackStore {
  const beats = new Batches<Beat, BeatResult>({
    at_once: 3,
    most: 100,
    run: (beats) => writeBeats(db, beats),
  });
  return {
    beat: (beat) => beats.add(beat),
    change: (scope, _whose, work) => scope.tx(work),
    settle: async () => {},
    open: () => {},
    close: async () => {},
  };
}
