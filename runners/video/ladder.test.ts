import { expect, test } from 'vitest';
import { firstAndRest, frameRateOf, framesPerSegment, ladderOf } from './ladder.ts';

const sizes = (width: number, height: number, max_height = 1080) =>
  ladderOf({ width, height }, max_height).map((rung) => `${rung.width}x${rung.height}`);

test.each([
  [1920, 1080, ['1920x1080', '1280x720', '854x480', '640x360']],
  [3840, 2160, ['1920x1080', '1280x720', '854x480', '640x360']],
  [1080, 1920, ['1080x1920', '720x1280', '480x854', '360x640']],
  [1600, 900, ['1600x900', '1280x720', '854x480', '640x360']],
  [1366, 768, ['1280x720', '854x480', '640x360']],
  [640, 480, ['640x480', '480x360']],
  [321, 241, ['320x240']],
])('%ix%i gets renditions up to its own size, of even sides', (width, height, expected) => {
  expect(sizes(width, height)).toEqual(expected);
});

test('an academy can limit the size', () => {
  expect(sizes(1920, 1080, 480)).toEqual(['854x480', '640x360']);
});

test('the first rendition is one that a blackboard can be read on, or all there is', () => {
  const first = (width: number, height: number) => firstAndRest(ladderOf({ width, height }, 1080)).first.name;

  expect([first(1920, 1080), first(640, 360), first(320, 240)]).toEqual(['480p', '360p', '240p']);
});

test.each([
  [30, 30, 30],
  [29.97, 29.97, 30_000 / 1001],
  [30.04, 90_000, 30],
  [17.3, 30, 20],
  [25, 25, 25],
  [59.94, 59.94, 60_000 / 1001],
  [120, 120, 60],
  [240, 240, 60],
  [0, 0, 30],
])('an average of %d frames a second (base %d) becomes %d', (average, base, expected) => {
  const { num, den } = frameRateOf(average, base);

  expect(num / den).toBeCloseTo(expected, 6);
});

test('a segment has a whole number of frames at every rate', () => {
  expect(framesPerSegment({ num: 30_000, den: 1001 })).toBe(120);
  expect(framesPerSegment({ num: 25, den: 1 })).toBe(100);
});
