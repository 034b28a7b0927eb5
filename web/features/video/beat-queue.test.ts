import { expect, test } from 'vitest';
import { BeatQueue } from './beat-queue.ts';

test('beats wait in order with the time of their making, and the last ones are said again', () => {
  let now = 100;
  const beats = new BeatQueue(() => now);
  beats.startOver();
  now = 110;
  beats.add(10, [[0, 10]]);
  now = 120;
  beats.add(20, [[10, 20]]);
  const first = beats.next();
  expect(first).toEqual({ position: 10, intervals: [[0, 10]], clock: 10, seq: 1 });
  if (first) beats.done(first);
  const second = beats.next();
  expect(second && beats.toSend(second)).toEqual({ position: 20, intervals: [[0, 20]], clock: 20, seq: 2 });
});

test('a new playback takes along what was not reported, without the clock of the old one', () => {
  const beats = new BeatQueue(() => 0);
  beats.startOver();
  beats.add(10, [[0, 10]]);
  beats.add(30, [[20, 30]]);
  const reloaded = new BeatQueue(() => 0);
  reloaded.restore(beats.unsent());
  reloaded.startOver();
  expect(reloaded.next()).toEqual({
    intervals: [
      [0, 10],
      [20, 30],
    ],
  });
  beats.startOver();
  expect(beats.next()).toEqual({ position: 10, intervals: [[0, 10]] });
});
