import { Batches } from '#core/batches.ts';
import type { Db } from '#core/db.ts';
import { type EventBatch, type Stored, storeBatches } from './playback-events.queries.ts';

export type EventWriter = Batches<EventBatch, Stored>;

/** Stores batches of events: those that come while others are being stored together; stored twice counts once. */
export function openEventWriter(db: Db): EventWriter {
  return new Batches({ at_once: 3, most: 25, run: (batches) => storeBatches(db, batches) });
}
