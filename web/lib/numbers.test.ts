import { expect, test } from 'vitest';
import { digitsOf, formatBytes, formatPhone } from './numbers.ts';

test('a mobile number gets its hyphens while it is typed', () => {
  expect(['010', '0101', '010123', '0101234567', '01012345678'].map(formatPhone)).toEqual([
    '010',
    '010-1',
    '010-123',
    '010-123-4567',
    '010-1234-5678',
  ]);
  expect(formatPhone('021234567')).toBe('02-123-4567');
  expect(formatPhone('0212345678')).toBe('02-1234-5678');
  expect(formatPhone('+82 10 1234 5678')).toBe('+82 10 1234 5678');
});

test('hyphens typed or pasted make no difference', () => {
  expect(formatPhone('010-1234-5678')).toBe('010-1234-5678');
  expect(digitsOf('010-1234-5678')).toBe('01012345678');
});

test('sizes are written as people read them', () => {
  expect([0, 999, 1500, 2_400_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 KB', '2.4 GB']);
});
