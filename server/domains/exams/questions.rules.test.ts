import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultOf, writtenForm } from './questions.rules.ts';

test('several marks are not one number: ["1","3"] is "1,3" and never "13"', () => {
  expect(writtenForm('multiple', ['3', '1', '3'])).toBe('1,3');
  expect(writtenForm('single', ['1', '3'])).toBe('1,3');
  expect(faultOf({ kind: 'single', choices: 5 }, '13')).toBe('13 is not one of the 5 choices');
});

test('0 is an answer, and nothing is none', () => {
  expect(writtenForm('numeric', 0)).toBe('0');
  expect(writtenForm('numeric', '000')).toBe('0');
  for (const kind of ['single', 'multiple', 'numeric', 'short'] as const) {
    expect(writtenForm(kind, '')).toBeNull();
    expect(writtenForm(kind, [])).toBeNull();
    expect(writtenForm(kind, '  ')).toBeNull();
    if (kind !== 'short') expect(writtenForm(kind, ' , ,')).toBeNull();
  }
});

test('numbers are the same however they are written', () => {
  for (const text of ['7', '007', '+7', '7.0', ' 7 ', '7.']) expect(writtenForm('numeric', text)).toBe('7');
  expect(writtenForm('numeric', '-0')).toBe('0');
  expect(writtenForm('numeric', '-07.50')).toBe('-7.5');
  expect(writtenForm('numeric', '1,234')).toBe('1234');
});

test('a written form is its own written form', () => {
  const kinds = fc.constantFrom('single' as const, 'multiple' as const, 'numeric' as const, 'short' as const);
  fc.assert(
    fc.property(kinds, fc.string({ unit: 'grapheme' }), (kind, text) => {
      const once = writtenForm(kind, text);
      if (once !== null) expect(writtenForm(kind, once)).toBe(once);
    }),
  );
});
