import { expect, test } from 'vitest';
import { begin, follow } from './enforcement.ts';

const ok = begin({ state: 'ok', case_id: null }, false);
const ahead = [{ reason: 'seek_bounded_forward' }] as const;

test('a violation warns with its reason until it was seen, and beats that say the same are no news', () => {
  const warned = follow(ok, { state: 'warned', case_id: 7, violations: ahead });
  expect(warned).toEqual({ state: 'warned', case_id: 7, reasons: ['seek_bounded_forward'], isNews: true });
  expect(follow(warned, { state: 'warned' })).toEqual(warned);
  const seen = { ...warned, isNews: false };
  expect(follow(seen, { state: 'warned' })).toEqual(seen);
  expect(follow(seen, { state: 'warned', case_id: 7, violations: ahead }).isNews).toBe(true);
});

test('a pause keeps its reason, and confirming it leaves no warning to be read again', () => {
  const paused = follow(ok, { state: 'paused', case_id: 7, violations: [{ reason: 'speed_exceeded' }] });
  expect(follow(paused, { state: 'paused' })).toMatchObject({ reasons: ['speed_exceeded'], isNews: false });
  expect(follow(paused, { state: 'warned', case_id: 7 }).isNews).toBe(false);
});

test('what staff take back leaves nothing behind', () => {
  const warned = follow(ok, { state: 'warned', case_id: 7, violations: ahead });
  expect(follow(warned, { state: 'ok' })).toEqual(ok);
});

test('a start under warning tells of it, unless this browser has shown it', () => {
  expect(begin({ state: 'warned', case_id: 7 }, false).isNews).toBe(true);
  expect(begin({ state: 'warned', case_id: 7 }, true).isNews).toBe(false);
  expect(begin({ state: 'paused', case_id: 7 }, false).isNews).toBe(false);
});
