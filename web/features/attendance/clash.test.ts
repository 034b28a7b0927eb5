import { ApiProblem } from '@seodang/contract/call.ts';
import { expect, test } from 'vitest';
import { clashOf, type Wanted } from './clash.ts';

const current = { id: 7, status: 'LATE', memo: null, version: 3, student_name: '김민준' };
const refusal = (code: string) =>
  new ApiProblem({ type: 'about:blank', title: code, status: 409, detail: code, current });
const wanted = (part: Partial<Wanted>): Wanted => ({
  ...{ id: 7, version: 2, session_id: 1, from: 'UNSET', place: '3차시' },
  ...part,
});

test('two who mark one student differently clash, with what is stored now', () => {
  const absent = wanted({ status: 'ABSENT' });
  expect(clashOf(refusal('conflict'), absent)).toEqual({ wanted: absent, current });
});

test('two who agree do not', () => {
  expect(clashOf(refusal('conflict'), wanted({ status: 'LATE' }))).toBe('agreed');
});

test('another memo with the same mark is something to choose', () => {
  expect(clashOf(refusal('conflict'), wanted({ status: 'LATE', memo: '버스' }))).toMatchObject({ current });
});

test('other refusals are no clash', () => {
  expect(clashOf(refusal('forbidden'), wanted({ status: 'ABSENT' }))).toBeUndefined();
  expect(clashOf(new Error('offline'), wanted({ status: 'ABSENT' }))).toBeUndefined();
});
