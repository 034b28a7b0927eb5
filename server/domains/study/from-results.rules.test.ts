import { expect, test } from 'vitest';
import { unfounded } from './from-results.rules.ts';

const told = [
  { id: 1, exam_question_id: 10, selected: ['2'] },
  { id: 2, exam_question_id: 11, selected: [] },
];
const said = (exam_question_id: number | null, answer = '', mark: string | null = null) => ({
  ...{ exam_question_id, answer, mark },
  kind: 'single' as const,
});

test.each([
  ['no sheet is left', [], [1, 2]],
  ['the sheet says the same', [said(10, '2'), said(11)], []],
  ['one answer was read otherwise since', [said(10, '3'), said(11)], [1]],
  ['an earlier sheet still says it', [said(10, '3'), said(11), said(10, '2'), said(11, '1')], []],
  ['a question is gone from the exam', [said(10, '2')], []],
  ['a sheet is not graded yet', [said(10, '3'), said(null)], []],
  ['only right or wrong is known', [said(10, '2'), said(11, 'X', 'X')], []],
])('%s', (_, standing, ids) => {
  expect(unfounded(told, standing).map(({ id }) => id)).toEqual(ids);
});
