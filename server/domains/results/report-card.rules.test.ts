import { expect, test } from 'vitest';
import type { Card, Line } from './card.ts';
import { cardPages } from './report-card.rules.ts';
import { cardWords } from './report-card.words.ts';
import { notePages } from './wrong-note.rules.ts';

const words = cardWords('ko');

const lineOf = (number: number, more: Partial<Line> = {}): Line => ({
  ...{ number, kind: 'single', points: 2, answer: '3', is_correct: true, score: 2, keys: ['3'] },
  ...{ key_state: 'keyed', facility: 0.5, ...more },
});
const cardOf = (lines: Line[], more: Partial<Card> = {}): Card => ({
  ...{ academy: '서당', locale: 'ko', timezone: 'Asia/Seoul', lecture_title: '수학', session_title: '1차시' },
  ...{
    held_on: '2026-03-02',
    exam_title: '월말 시험',
    student_name: '김하늘',
    total_score: 80,
    max_score: 90,
  },
  ...{
    pass_score: 60,
    retest_score: null,
    passed: true,
    rank: 2,
    rank_of: 4,
    mean: 71.25,
    unsure_count: 0,
    trend: [],
  },
  ...{ steps: [0, 0, 0, 0, 0, 1, 0, 1, 2, 0], lines, made_on: '2026-03-03', ...more },
});
const numbered = (count: number, more: Partial<Line> = {}) =>
  Array.from({ length: count }, (_, at) => lineOf(at + 1, more));
const textsOf = (pages: ReturnType<typeof cardPages>) =>
  pages.map(({ sheet }) => sheet.texts.map(({ text }) => text));

test('forty-five questions stand on one page, each with its number', () => {
  const pages = cardPages(cardOf(numbered(45)), words);
  expect(pages).toHaveLength(1);
  const [texts = []] = textsOf(pages);
  for (let number = 1; number <= 45; number += 1) expect(texts).toContain(String(number));
  expect(texts).toEqual(expect.arrayContaining(['80 / 90', '2 / 4', '71.3', '60점 · 합격', '3', '50%']));
});

test('five hundred questions flow over, and nothing is off the paper', () => {
  const pages = cardPages(cardOf(numbered(500)), words);
  const texts = textsOf(pages).flat();
  for (const number of [1, 66, 67, 250, 500]) expect(texts).toContain(String(number));
  for (const { y_mm } of pages.flatMap(({ sheet }) => sheet.texts)) expect(y_mm).toBeLessThan(290);
  expect(texts).toContain(`2026-03-03 기준  1 / ${pages.length}`);
});

test('a name of a hundred letters ends where the paper does', () => {
  const [texts = []] = textsOf(cardPages(cardOf(numbered(1), { student_name: '남궁'.repeat(50) }), words));
  const name = texts.find((text) => text.startsWith('남궁')) ?? '';
  expect(name.endsWith('…')).toBe(true);
  expect(name.length).toBeLessThan(40);
});

test('a wrong note names wrong questions alone, and keys only where they are shown', () => {
  const lines = [
    lineOf(1),
    lineOf(2, { is_correct: false, score: 0, answer: '1,4' }),
    lineOf(3, { is_correct: null }),
  ];
  const told = textsOf(notePages(cardOf(lines), words)).flat();
  expect(told).toEqual(expect.arrayContaining(['2번', '쓴 답  1,4', '정답  3', '틀린 문항 1개 · 80 / 90']));
  expect(told).not.toContain('1번');
  expect(told).not.toContain('3번');
  const hidden = lines.map((line) => ({ ...line, keys: null }));
  expect(
    textsOf(notePages(cardOf(hidden), words))
      .flat()
      .join(),
  ).not.toContain('정답  ');
});

test('a wrong note has four questions to a page, and one page for who got everything right', () => {
  expect(notePages(cardOf(numbered(9, { is_correct: false })), words)).toHaveLength(3);
  expect(textsOf(notePages(cardOf(numbered(3)), words))).toEqual([
    expect.arrayContaining(['틀린 문항이 없습니다. · 80 / 90']),
  ]);
});

test('who passed by a re-test has its points beside the verdict', () => {
  const texts = textsOf(cardPages(cardOf(numbered(1), { total_score: 50, retest_score: 78 }), words)).flat();
  expect(texts).toEqual(expect.arrayContaining(['50 / 90', '60점 · 합격 (재시험 78점)']));
});

test('several choices are told apart, and so are several ways to be right', () => {
  const line = lineOf(1, { kind: 'multiple', answer: '1,5', keys: ['1,5', '2'] });
  const texts = textsOf(cardPages(cardOf([line]), words)).flat();
  expect(texts).toEqual(expect.arrayContaining(['1, 5', '1, 5 / 2']));
});
