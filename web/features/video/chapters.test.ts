import { expect, test } from 'vitest';
import { chapterAt, chapterStep, parseChapters, writeChapters } from './chapters.ts';

test('chapters are read as people write them, and what is none is named by its line', () => {
  const text =
    '00:00 들어가기\n- 1:30 – 극한의 뜻\n\n01:02:03 연습\n연습 문제\n90:00 긴 수업\n00:75 틀림\n1:30 또';
  expect(parseChapters(text)).toEqual({
    chapters: [
      { at: 0, title: '들어가기' },
      { at: 90, title: '극한의 뜻' },
      { at: 3723, title: '연습' },
      { at: 5400, title: '긴 수업' },
    ],
    wrong: [5, 7, 8],
  });
});

const chapters = [
  { at: 0, title: '가' },
  { at: 90, title: '나' },
  { at: 3723, title: '다' },
];

test('what is written can be read again', () => {
  expect(writeChapters(chapters)).toBe('00:00 가\n01:30 나\n1:02:03 다');
  expect(parseChapters(writeChapters(chapters))).toEqual({ chapters, wrong: [] });
});

test('a step leads to the next chapter, or back to where the present one begins', () => {
  expect(chapterAt(chapters, 100)?.title).toBe('나');
  expect(chapterAt([], 100)).toBeUndefined();
  expect(chapterStep(chapters, 10, 1)).toBe(90);
  expect(chapterStep(chapters, 4000, 1)).toBeUndefined();
  expect(chapterStep(chapters, 100, -1)).toBe(90);
  expect(chapterStep(chapters, 91, -1)).toBe(0);
  expect(chapterStep(chapters, 1, -1)).toBe(0);
});
