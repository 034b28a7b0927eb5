import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weaknessOf } from './password.rules.ts';

test('what is shorter than eight characters is too short, counted as people count', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (password) => {
      const length = [...password.normalize('NFKC').toLowerCase()].length;
      expect(weaknessOf(password, []) === 'too_short').toBe(length < 8);
    }),
  );
  expect(weaknessOf('비밀번호일곱자', [])).toBe('too_short');
  expect(weaknessOf('비밀번호는여덟자', [])).toBeUndefined();
});

test('no name of the account is its password, in whatever case and with whatever hyphens', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{5}[0-9]{4}[a-z]{3}$/), (name) => {
      expect(weaknessOf(name.toUpperCase(), [null, name])).toBe('is_login');
      expect(weaknessOf(name, [`${name}@academy.kr`])).toBe('is_login');
    }),
  );
  expect(weaknessOf('010-2345-6789', ['01023456789'])).toBe('is_login');
});

test.each([
  'password1',
  'qwer1234',
  '1q2w3e4r',
  '12345678',
  '87654321',
  'abcdefgh',
  'aaaaaaaa',
  '12121212',
  'gkrtod123',
  'Seodang123',
])('%s is what everybody tries first', (password) => {
  expect(weaknessOf(password, [])).toBe('too_common');
});

test.each(['correct horse', '봄날의 곰을 좋아해', 'k7mf2-xqa9z', '2026 spring term'])(
  '%s is fine',
  (password) => {
    expect(weaknessOf(password, ['kim', null])).toBeUndefined();
  },
);
