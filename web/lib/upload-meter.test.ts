import { expect, test } from 'vitest';
import { Meter } from './upload-meter.ts';

const MB = 1_000_000;

test('speed is that of the last seconds, and the rest takes as long as it says', () => {
  const meter = new Meter();
  for (let second = 0; second <= 10; second += 1) meter.add(second * 1000, second * MB);
  for (let second = 11; second <= 30; second += 1) meter.add(second * 1000, 10 * MB + (second - 10) * 4 * MB);
  expect(meter.bytesPerSecond()).toBeCloseTo(4 * MB);
  expect(meter.secondsLeft(100 * MB)).toBe(25);
});

test('it says nothing before it can know, after a pause, or when nothing moves', () => {
  const meter = new Meter();
  meter.add(0, 0);
  meter.add(500, 5 * MB);
  expect(meter.bytesPerSecond()).toBeUndefined();
  meter.add(2000, 5 * MB);
  meter.reset();
  expect(meter.secondsLeft(MB)).toBeUndefined();
  meter.add(0, MB);
  meter.add(5000, MB);
  expect(meter.secondsLeft(MB)).toBeUndefined();
});
