import { expect, test } from 'vitest';
import { statusAfter } from './video.rules.ts';

test('an upload is accepted or rejected once', () => {
  expect(statusAfter('PENDING', 'accept')).toBe('UPLOADED');
  expect(statusAfter('PENDING', 'reject')).toBe('FAILED');
  expect(statusAfter('UPLOADED', 'accept')).toBeUndefined();
  expect(statusAfter('READY', 'reject')).toBeUndefined();
});

test('a result counts only while work is under way, never for a video that was not uploaded', () => {
  expect(statusAfter('PROCESSING', 'finish')).toBe('READY');
  expect(statusAfter('PENDING', 'finish')).toBeUndefined();
  expect(statusAfter('FAILED', 'finish')).toBeUndefined();
});

test('retry takes up what failed or waits; what is ready is reprocessed and stays ready whatever comes', () => {
  expect(statusAfter('FAILED', 'retry')).toBe('UPLOADED');
  expect(statusAfter('UPLOADED', 'retry')).toBe('UPLOADED');
  expect(statusAfter('PROCESSING', 'retry')).toBeUndefined();
  expect(statusAfter('READY', 'retry')).toBeUndefined();
  for (const step of ['reprocess', 'claim', 'finish', 'fail'] as const)
    expect(statusAfter('READY', step)).toBe('READY');
});
