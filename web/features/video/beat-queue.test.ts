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

test('what the server has not stored for good is said again, however long ago, also in the next playback', () => {
  const beats = new BeatQueue(() => 0);
  beats.startOver();
  const send = (from: number, to: number, kept: number) => {
    beats.add(to, [[from, to]]);
    const beat = beats.next();
    if (!beat) throw new Error('nothing waits');
    const { intervals } = beats.toSend(beat);
    beats.done(beat, kept);
    return intervals;
  };
  for (let n = 0; n < 20; n += 1) send(n * 10, n * 10 + 10, 2);
  expect(send(200, 210, 20)).toEqual([[20, 210]]);
  expect(send(210, 220, 22)).toEqual([[170, 220]]);
  expect(beats.unsent()).toEqual([]);

  send(220, 230, 22);
  expect(beats.unsent()).toEqual([[220, 230]]);
  beats.startOver();
  expect(send(300, 310, 0)).toEqual([
    [220, 230],
    [300, 310],
  ]);
  send(310, 320, 2);
  beats.ended();
  expect(beats.unsent()).toEqual([]);
});
