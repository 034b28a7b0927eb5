import { expect, test } from 'vitest';
import { granted, SeekGuard } from './seek-guard.ts';

const bounded = { mode: 'bounded_forward', grace_seconds: 3, limit: 30 } as const;
const blocked = { mode: 'blocked', grace_seconds: 0, limit: 0 } as const;

function guarded(startAt: number) {
  let now = 0;
  const guard = new SeekGuard(startAt, () => now);
  const play = (seconds: number, from = startAt) => {
    for (let played = 1; played <= seconds; played += 1) {
      now += 1;
      guard.follow(from + played, 1);
    }
  };
  return { guard, play };
}

test('what was watched may be moved in freely; ahead of it a move goes back to where it ends', () => {
  const { guard, play } = guarded(0);
  play(30);
  expect(guard.judge(3, bounded)).toBeUndefined();
  expect(guard.judge(33, bounded)).toBeUndefined();
  expect(guard.judge(200, bounded)).toEqual({ from: 33, to: 200, back: 30 });
  expect(guard.judge(30, bounded)).toBeUndefined();
  expect(guard.judge(9999, { ...bounded, mode: 'free' })).toBeUndefined();
});

test('where moving is blocked, a player stays; resuming, small gaps and beginning anew are no moves', () => {
  const { guard, play } = guarded(40);
  expect(guard.judge(40, blocked)).toBeUndefined();
  play(10, 40);
  expect(guard.judge(20, blocked)).toEqual({ from: 50, to: 20, back: 50 });
  expect(guard.judge(50, blocked)).toBeUndefined();
  expect(guard.judge(51.4, blocked)).toBeUndefined();
  guard.end();
  expect(guard.judge(0, blocked)).toBeUndefined();
});

test('a source that is loaded anew starts from nothing and may return to where it was', () => {
  const { guard, play } = guarded(0);
  play(30);
  guard.follow(0, 1);
  expect(guard.judge(30, blocked)).toBeUndefined();
});

test('a place ahead of what was watched is an attempt, and leads to where it ends', () => {
  expect(granted({ from: 10, to: 32 }, bounded, 'place')).toEqual({ to: 32, isCut: false, isAttempt: false });
  expect(granted({ from: 10, to: 90 }, bounded, 'place')).toEqual({ to: 30, isCut: true, isAttempt: true });
});

test('stepping back to the end and beyond it is none; stepping on from there is one, a held key never', () => {
  expect(granted({ from: 28, to: 38 }, bounded, 'step')).toEqual({ to: 30, isCut: true, isAttempt: false });
  expect(granted({ from: 30, to: 40 }, bounded, 'step').isAttempt).toBe(true);
  expect(granted({ from: 30, to: 40 }, bounded, 'repeat').isAttempt).toBe(false);
});

test('where moving is blocked nothing leads anywhere, and wanting back is no attempt', () => {
  expect(granted({ from: 30, to: 20 }, blocked, 'step')).toEqual({ isCut: true, isAttempt: false });
  expect(granted({ from: 30, to: 40 }, blocked, 'step').isAttempt).toBe(true);
});
