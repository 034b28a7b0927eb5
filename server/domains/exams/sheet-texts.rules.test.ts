import { layout } from '@seodang/omr/geometry';
import { expect, test } from 'vitest';
import { clearOfCode, cutTo, widthOf } from './sheet-texts.rules.ts';

const questions = Array.from({ length: 300 }, (_, at) => ({ number: at + 1 }));
const titlesOf = (title: string, count: number) =>
  layout({ title, questions: questions.slice(0, count) }).map((page) => {
    const [text] = clearOfCode(page).texts;
    if (!text || !page.code) throw new Error('a page has a title and a code');
    expect(text.x_mm + widthOf(text.text, text.size_pt)).toBeLessThan(page.code.x_mm - 3);
    return text;
  });

test('the title of a sheet never reaches its machine code, and still says which page it is', () => {
  const long = '함수의 뜻과 그래프, 합성함수와 역함수까지 확인하는 주간 테스트 (보충반 포함)';
  expect(titlesOf('주간 테스트', 10)).toMatchObject([{ text: '주간 테스트', size_pt: 15 }]);
  expect(titlesOf(long.slice(0, 36), 10)).toMatchObject([{ text: long.slice(0, 36) }]);
  for (const { text } of titlesOf(long.repeat(3), 300)) expect(text).toMatch(/^함수의 .+… \(\d\/\d\)$/);
});

test('of a long name the number stays', () => {
  expect(cutTo('이지아', ' (02004658)', 11, 52)).toBe('이지아 (02004658)');
  const cut = cutTo('Maximilian Alexander Montgomery-Fitzgerald', ' (02004658)', 11, 52);
  expect(cut).toMatch(/^Max.*… \(02004658\)$/);
});
