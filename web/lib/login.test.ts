import { expect, test } from 'vitest';
import { type Here, leftBy, mayBegin, type Remembered, rememberedIn } from './login.rules.ts';

const now = Date.parse('2026-11-22T03:00:00Z');
const day = 86_400_000;
const one = (id: number, role = 'student', code = 'demo') =>
  ({ user: { id, role }, tenant: { code } }) as Here;
const seen = (days: number, here = one(1)): Remembered => ({ ...here, at: now - days * day });

test('a student begins before the server answers, for thirty days after it last did', () => {
  expect(mayBegin(seen(29), now)).toBe(true);
  expect(mayBegin(seen(30), now)).toBe(false);
  expect(mayBegin(one(1), now)).toBe(false);
  expect(mayBegin(seen(0, one(1, 'teacher')), now)).toBe(false);
});

test('a student who is not the next one here leaves nothing, and nobody else has anything to leave', () => {
  const student = seen(40);
  expect(leftBy(student, undefined)).toBe(student);
  expect(leftBy(student, one(2))).toBe(student);
  expect(leftBy(student, one(1, 'student', 'other'))).toBe(student);
  expect(leftBy(student, one(1))).toBeUndefined();
  expect(leftBy(seen(0, one(1, 'teacher')), undefined)).toBeUndefined();
  expect(leftBy(undefined, one(2))).toBeUndefined();
});

test('what a browser wrote down is who was here, or nobody', () => {
  expect(rememberedIn(JSON.stringify(seen(1)))).toEqual(seen(1));
  for (const text of [undefined, '', 'null', '{', '{"user":{}}']) expect(rememberedIn(text)).toBeUndefined();
});
