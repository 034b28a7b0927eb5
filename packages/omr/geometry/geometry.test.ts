import { expect, test } from 'vitest';
import { decodeCode, encodeCode } from './code.ts';
import { bubblesOf, layout, parseSheet, sheetOfRegions } from './index.ts';

const questions = Array.from({ length: 45 }, (_, index) => ({ number: index + 1 }));

test('a layout puts every question on the page once, with nothing overlapping', () => {
  const pages = layout({ title: '모의고사', questions });
  const bubbles = pages.flatMap(bubblesOf);

  expect(pages).toHaveLength(1);
  expect(pages[0]?.questions.map(({ number }) => number)).toEqual(questions.map(({ number }) => number));
  const touching = bubbles.flatMap((one, index) =>
    bubbles
      .slice(index + 1)
      .filter((other) => Math.abs(one.x_mm - other.x_mm) < 4.4 && Math.abs(one.y_mm - other.y_mm) < 3.2),
  );
  expect(touching).toEqual([]);
});

test('questions that do not fit on one page go on to the next', () => {
  const numeric = Array.from({ length: 14 }, (_, index) => ({ number: index + 1, kind: 'numeric' as const }));
  const pages = layout({ title: '서답형', questions: numeric, paper: 'A4' });

  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flatMap((page) => page.questions)).toHaveLength(14);
  expect(pages.map(({ page }) => page.number)).toEqual(pages.map((_, index) => index + 1));
});

test('a sheet is plain JSON and survives being stored', () => {
  const [sheet] = layout({ title: '단어 시험', questions, paper: 'B4' });
  expect(parseSheet(JSON.parse(JSON.stringify(sheet)))).toEqual(sheet);
});

test('a bubble beside the page and a number given twice are refused by name', () => {
  const bubble = { label: '1', x_mm: 300, y_mm: 20, width_mm: 4, height_mm: 4 };
  const region_meta = { kind: 'choice' as const, bubbles: [bubble] };
  const page = { width_mm: 210, height_mm: 297 };

  expect(() => sheetOfRegions({ page, questions: [{ number: 1, region_meta }] })).toThrow(/bubble 1 at 300/);
  const inside = { kind: 'choice' as const, bubbles: [{ ...bubble, x_mm: 30 }] };
  const twice = [1, 1].map((number) => ({ number, region_meta: inside }));
  expect(() => sheetOfRegions({ page, questions: twice })).toThrow(/same number/);
});

test('a code says what was put into it, with four of its bytes destroyed', () => {
  const code = { exam: 123456, sheet: 77, page: 2, enrollment: 987654321012 };
  const bytes = encodeCode(code);
  for (const [place, value] of [
    [0, 255],
    [7, 13],
    [15, 170],
    [23, 1],
  ] as const)
    bytes[place] = (bytes[place] ?? 0) ^ value;

  expect(decodeCode(bytes)).toEqual(code);
  bytes[10] = (bytes[10] ?? 0) ^ 99;
  expect(decodeCode(bytes)).toBeUndefined();
});

test('a code refuses numbers that it cannot hold', () => {
  expect(() => encodeCode({ exam: 2 ** 32, sheet: 1, page: 1 })).toThrow(RangeError);
  expect(() => encodeCode({ exam: 1, sheet: 1.5, page: 1 })).toThrow(RangeError);
});
