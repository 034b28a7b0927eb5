import { expect, test } from 'vitest';
import { findingOf, shownAnswer } from './camera.rules.ts';
import type { Seen } from './camera-messages.ts';

const roster = [
  { enrollment_id: 5, student_name: '김하늘', number: '0012', handed_in: false },
  { enrollment_id: 6, student_name: '이도윤', number: '0013', handed_in: true },
];
type Read = Extract<Seen['page'], { status: 'read' }>;
const question = (number: number, status: 'ok' | 'blank' | 'multiple' | 'ambiguous', probability = 1) => ({
  ...{ number, status, marked: ['3'], probability, fill: [], corners: [] },
});
const seen = (identity: Partial<Read['identity']>, questions: Read['questions'] = []): Seen => ({
  width: 10,
  height: 10,
  page: {
    status: 'read',
    identity: { status: 'ok', doubts: [], candidates: [], probability: 1, ...identity },
    questions,
    quality: {} as Read['quality'],
  },
});

test('whose a sheet is comes from its code, else from its number', () => {
  expect(findingOf(seen({ enrollment: 6 }), roster)).toMatchObject({
    seat: { student_name: '이도윤' },
    isSure: true,
  });
  expect(findingOf(seen({ number: '0012' }), roster)).toMatchObject({ seat: { student_name: '김하늘' } });
  const unclear = findingOf(seen({ status: 'review', number: '001?' }), roster);
  expect(unclear).toMatchObject({ seat: undefined, number: '001?', isSure: false });
});

test('answers that a person must look at are named', () => {
  const questions = [
    question(1, 'ok'),
    question(2, 'multiple', 0.5),
    question(3, 'blank'),
    question(4, 'ambiguous', 0.5),
  ];
  const finding = findingOf(seen({}, questions), roster);
  expect(finding).toMatchObject({ read: 4, unsure: [2, 4], blank: [3], confidence: 0.75 });
});

test('a picture without a sheet is nothing, and one of another exam is refused', () => {
  const refused = (reason: 'no_sheet_found' | 'other_sheet'): Seen => ({
    ...{ width: 1, height: 1 },
    page: { status: 'refused', reason },
  });
  expect(findingOf(refused('no_sheet_found'), roster)).toEqual({ kind: 'nothing' });
  expect(findingOf(refused('other_sheet'), roster)).toEqual({ kind: 'refused', reason: 'other_sheet' });
});

test('what stands beside a question is what was read', () => {
  expect(shownAnswer({ ...question(1, 'ok'), marked: ['4', '2'], value: '42' })).toBe('42');
  expect(shownAnswer({ ...question(1, 'multiple'), marked: ['1', '3'] })).toBe('1, 3');
  expect(shownAnswer(question(1, 'blank'))).toBe('–');
});
