import { Batches } from '#core/batches.ts';
import type { Db } from '#core/db.ts';
import type { PlaybackStore } from './playback-store.ts';
import { type Beat, type WrittenBeat, writeBeatAlone, writeBeats } from './watching.queries.ts';

/**
 * Playbacks in PostgreSQL alone. Heartbeats that come while others are being written are then written in one statement;
 * what somebody holds waits alone, so that nobody waits with it.
 */
export function storeInPostgres(db: Db): PlaybackStore {
  const together = new Batches<Beat, WrittenBeat | undefined>({
    ...{ at_once: 3, most: 100 },
    run: (beats) => writeBeats(db, beats),
  });
  const alone = new Batches<Beat, WrittenBeat>({
    ...{ at_once: 3, most: 1 },
    run: (beats) => Promise.all(beats.map((beat) => writeBeatAlone(db, beat))),
  });
  return {
    async beat(beat) {
      const written = (await together.add(beat)) ?? (await alone.add(beat));
      return { ...written, kept_seq: beat.seq };
    },
    // A transaction holds what it changes.
    hold: (_scope, _user_id, work) => work(() => {}),
    change: (scope, _whose, work) => scope.tx(work),
    settle: async () => {},
    open: () => {},
    close: async () => {},
  };
}
