import { expect, test } from 'vitest';
import { sortOut } from './playback-events.rules.ts';

const now = new Date('2026-11-21T09:00:00Z');
const seconds = now.getTime() / 1000;

test('what is unknown or too long is named by its place, and the rest is stored', () => {
  const sorted = sortOut(
    {
      events: [
        { type: 'FOCUS_LOST' },
        { type: 'MIND_READ' },
        { type: 'PLAYER_ERROR', payload: { message: 'x'.repeat(1000) } },
        { type: 'SEEK_ATTEMPT', payload: { from: 1, to: 2 } },
      ],
    },
    now,
  );
  expect(sorted).toEqual({
    events: [
      { index: 0, type: 'FOCUS_LOST', occurred: seconds, payload: null },
      { index: 3, type: 'SEEK_ATTEMPT', occurred: seconds, payload: { from: 1, to: 2 } },
    ],
    rejected: [
      { index: 1, code: 'unknown_type' },
      { index: 2, code: 'payload_too_large' },
    ],
  });
});

test('a clock that is wrong places events by their distance to the sending', () => {
  const events = [{ type: 'FOCUS_LOST', occurred_at: seconds + 3590 }];
  expect(sortOut({ events, sent_at: seconds + 3600 }, now).events[0]?.occurred).toBe(seconds - 10);
  expect(sortOut({ events }, now).events[0]?.occurred).toBe(seconds + 3590);
});

test('a payload that is no object is none', () => {
  const payloads = [null, 5, 'to: 3', [1, 2], undefined];
  const { events } = sortOut({ events: payloads.map((payload) => ({ type: 'SEEK_ATTEMPT', payload })) }, now);
  expect(events.map(({ payload }) => payload)).toEqual(payloads.map(() => null));
});
