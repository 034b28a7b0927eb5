import {
  type PlaybackEventInput,
  PlaybackEventType,
  type RefusedEvent,
} from '@seodang/contract/playback-events.ts';

/** An event as app.store_events reads it; `occurred` in unix seconds by our clock, the moment of arrival when nobody says. */
export type PlacedEvent = {
  index: number;
  type: PlaybackEventType;
  occurred: number;
  payload: object | null;
};

const PAYLOAD_BYTES = 1000;
const types: ReadonlySet<string> = new Set(PlaybackEventType.options);
const isType = (type: string): type is PlaybackEventType => types.has(type);

/**
 * The events that can be stored, and what is wrong with the others, each by its place in the batch. The device says when
 * by its own clock; what that shows at sending (`sent_at`) tells by how much it is wrong.
 */
export function sortOut(
  { events, sent_at }: { events: readonly PlaybackEventInput[]; sent_at?: number | undefined },
  now: Date,
): { events: PlacedEvent[]; rejected: RefusedEvent[] } {
  const arrived = now.getTime() / 1000;
  const ahead = sent_at === undefined ? 0 : sent_at - arrived;
  const placed: PlacedEvent[] = [];
  const rejected: RefusedEvent[] = [];
  for (const [index, { type, occurred_at, payload }] of events.entries()) {
    if (!isType(type)) rejected.push({ index, code: 'unknown_type' });
    else if (isTooLarge(payload)) rejected.push({ index, code: 'payload_too_large' });
    else {
      const occurred = occurred_at === undefined ? arrived : occurred_at - ahead;
      placed.push({ index, type, occurred, payload: isObject(payload) ? payload : null });
    }
  }
  return { events: placed, rejected };
}

function isObject(payload: unknown): payload is object {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload);
}

function isTooLarge(payload: unknown): boolean {
  return isObject(payload) && Buffer.byteLength(JSON.stringify(payload)) > PAYLOAD_BYTES;
}
