import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Attempts } from './attempts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gestures() {
  const told: [string, object][] = [];
  return { told, attempts: new Attempts((type, payload) => told.push([type, payload])) };
}

test('a key that is held down is one attempt, as far as it wanted to go', () => {
  const { told, attempts } = gestures();
  for (const to of [15, 20, 25.004, 20]) {
    attempts.seek(10, to);
    vi.advanceTimersByTime(500);
  }
  expect(told).toEqual([]);
  vi.advanceTimersByTime(600);
  expect(told).toEqual([['SEEK_ATTEMPT', { from: 10, to: 25 }]]);
  attempts.seek(10, 90);
  vi.advanceTimersByTime(600);
  expect(told).toHaveLength(2);
});

test('a slow drag is one attempt, told when the pointer lets go', () => {
  const { told, attempts } = gestures();
  attempts.hold();
  attempts.seek(5, 30);
  vi.advanceTimersByTime(20_000);
  attempts.seek(5, 60);
  expect(told).toEqual([]);
  attempts.release();
  expect(told).toEqual([['SEEK_ATTEMPT', { from: 5, to: 60 }]]);
  vi.advanceTimersByTime(20_000);
  expect(told).toHaveLength(1);
});

test('a script that never rests is told of all the same', () => {
  const { told, attempts } = gestures();
  for (let n = 0; n < 65; n += 1) {
    attempts.rate(16);
    vi.advanceTimersByTime(100);
  }
  expect(told).toEqual([
    ['SPEED_CHANGE_ATTEMPT', { rate: 16 }],
    ['SPEED_CHANGE_ATTEMPT', { rate: 16 }],
  ]);
});
