import { expect, test } from 'vitest';
import { WatchRecorder } from './watch-recorder.ts';

function player() {
  const media = { currentTime: 0, paused: false, seeking: false, playbackRate: 1 };
  let wall = 0;
  const recorder = new WatchRecorder(media, () => wall);
  const play = (seconds: number, step = 0.25) => {
    for (let played = 0; played < seconds; played += step) {
      recorder.sample();
      wall += step;
      media.currentTime += step * media.playbackRate;
    }
    recorder.sample();
  };
  return { media, recorder, play };
}

test('what plays is recorded, at any speed', () => {
  const { media, recorder, play } = player();
  play(10);
  media.playbackRate = 1.5;
  play(10);
  expect(recorder.take()).toEqual([[0, 25]]);
  expect(recorder.take()).toEqual([]);
});

test('a jump forward is not watching, and what follows is a new piece', () => {
  const { media, recorder, play } = player();
  play(5);
  media.seeking = true;
  recorder.sample();
  media.currentTime = 60;
  media.seeking = false;
  recorder.interrupt();
  play(5);
  expect(recorder.take()).toEqual([
    [0, 5],
    [60, 65],
  ]);
});

test('a script that moves the position gains nothing', () => {
  const { media, recorder, play } = player();
  play(1);
  recorder.sample();
  media.currentTime = 500;
  recorder.sample();
  expect(recorder.take()).toEqual([[0, 1]]);
});

test('a tab that sleeps tells its position late, and loses nothing', () => {
  const { recorder, play } = player();
  play(60, 10);
  expect(recorder.take()).toEqual([[0, 60]]);
});

test('what is not yet taken can be looked at', () => {
  const { recorder, play } = player();
  play(5);
  expect(recorder.pending()).toEqual([[0, 5]]);
  expect(recorder.take()).toEqual([[0, 5]]);
  expect(recorder.pending()).toEqual([]);
});

test('a paused player records nothing', () => {
  const { media, recorder, play } = player();
  play(3);
  media.paused = true;
  recorder.sample();
  media.paused = false;
  play(2);
  expect(recorder.take()).toEqual([[0, 5]]);
});
