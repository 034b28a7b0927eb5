import { formatPhone, toPhone } from '@seodang/contract/phone.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell } from './export.rules.ts';
import { ageOn, consentOf, freeLoginId, loginIdOf } from './students.rules.ts';

test('property: a phone number stays itself, hyphens or not', () => {
  const number = fc
    .constantFrom('010', '011', '02', '031', '070')
    .chain((area) => fc.integer({ min: 10_000_000, max: 99_999_999 }).map((rest) => `${area}${rest}`));
  fc.assert(
    fc.property(number, (phone) => {
      expect(toPhone(phone)).toBe(phone);
      expect(toPhone(formatPhone(phone))).toBe(phone);
      expect(toPhone(`+82 ${formatPhone(phone).slice(1)}`)).toBe(phone);
      expect(toPhone(String(Number(phone)))).toBe(phone);
    }),
  );
});

test('foreign numbers keep their plus, and what is no number is none', () => {
  expect(toPhone('+1 (415) 555-2671')).toBe('+14155552671');
  expect(toPhone('1588-1234')).toBe('15881234');
  for (const text of ['', '1234', 'abc', '010-1234', '01012345678901234', '3.5'])
    expect(toPhone(text)).toBeUndefined();
});

test('property: a login id is plain Latin, free, and the same for the same person', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (name) => {
      const wanted = loginIdOf(name, '01012345678');
      expect(wanted).toMatch(/^[a-z0-9]{4,60}$/);
      const taken = new Set([wanted, `${wanted}-2`]);
      expect(freeLoginId(wanted, taken)).toBe(`${wanted}-3`);
    }),
  );
  expect(loginIdOf('남궁민', '01000001234')).toBe('namgungmin1234');
  expect(loginIdOf('최윤서', null)).toBe('choiyunseo');
  expect(loginIdOf('Émilie Dupont', '01000001234')).toBe('emiliedupont1234');
});

test('property: no exported cell starts a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(csvCell(text).replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('under 14 by completed years; consent once given stays', () => {
  expect(ageOn('2012-03-02', '2026-03-01')).toBe(13);
  expect(ageOn('2012-03-02', '2026-03-02')).toBe(14);
  expect(consentOf('2012-03-02', '2026-03-01')).toBe('waiting');
  expect(consentOf('2012-03-02', '2026-03-02')).toBe('not_needed');
  expect(consentOf('2015-03-02', '2026-03-02', 'given')).toBe('given');
  expect(consentOf(null, '2026-03-02')).toBe('not_needed');
});
