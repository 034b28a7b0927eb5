import { createHash } from 'node:crypto';
import type { IngestAttempt } from '@seodang/contract/study-ingest.ts';

const TOLERATED_SKEW_MS = 2 * 60_000;
const OLDEST_MS = 30 * 86_400_000;

/** How far the clock of a device is behind ours; what the network may have taken is none. */
export function skewOf(sent_at: Date, received_at: Date): number {
  const skew = received_at.getTime() - sent_at.getTime();
  return Math.abs(skew) < TOLERATED_SKEW_MS ? 0 : skew;
}

/** When something was answered by our clock; what can't be is moved to the edge and marked. */
export function placedInTime(answered_at: Date, skew_ms: number, received_at: Date) {
  const at = answered_at.getTime() + skew_ms;
  const [oldest, newest] = [received_at.getTime() - OLDEST_MS, received_at.getTime()];
  return {
    at: new Date(Math.min(Math.max(at, oldest), newest)),
    is_suspect: at < oldest || at > newest,
  };
}

/** An instant that the database can hold. */
export function storable(instant: Date): Date {
  return new Date(Math.min(Math.max(instant.getTime(), 0), Date.UTC(9999, 0)));
}

export type Raw = Pick<IngestAttempt, 'pub_id' | 'unsure' | 'elapsed_ms' | 'answered_at'> & {
  selected: readonly string[];
};

/** Two deliveries of one place say the same. */
export function isSameAttempt(a: Raw, b: Raw): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ pub_id, selected, unsure, elapsed_ms, answered_at }: Raw): string {
  const instant = storable(answered_at).getTime();
  return JSON.stringify([pub_id.toLowerCase(), selected, unsure, elapsed_ms, instant]);
}

/** The same body has the same hash, whenever and in whatever order of its attempts it is sent. */
export function hashOf(attempts: readonly IngestAttempt[]): Buffer {
  const ordered = attempts.toSorted((a, b) => a.seq - b.seq);
  return createHash('sha256')
    .update(ordered.map((one) => `${one.seq} ${textOf(one)}`).join('\n'))
    .digest();
}
