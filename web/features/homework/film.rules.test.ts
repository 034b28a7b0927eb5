import { expect, test } from 'vitest';
import { remarksOf, whyRefused } from './film.rules.ts';

test('only for a fault of the file is a student asked to film again', () => {
  const words = { reasons: { source_empty: 'empty' }, refused: 'film it again', ourFault: 'not yours' };
  for (const code of ['engine_failed', 'disk_full', 'lease_expired', 'hdr_unsupported', 'internal'])
    expect(whyRefused(words, code)).toBe('not yours');
  expect(whyRefused(words, 'source_unheard_of')).toBe('film it again');
  expect(whyRefused(words, 'source_empty')).toBe('empty');
});

test('what was typed to a moment and not added goes with the verdict, in its place', () => {
  const said = { place: 1, at: 9, text: 'b' };
  expect(remarksOf({ remarks: [said], unsaid: { place: 1, at: 3, text: ' a ' } })).toEqual([
    { place: 1, at: 3, text: 'a' },
    said,
  ]);
  expect(remarksOf({ remarks: [said], unsaid: { place: 1, at: 3, text: '  ' } })).toEqual([said]);
});
