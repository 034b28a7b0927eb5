import { expect, test } from 'vitest';
import { faultOf, writtenForm } from '#domains/exams/index.ts';
import { type GridQuestion, readGrid } from './answer-grid.rules.ts';

const seats = [
  { enrollment_id: 11, name: '김하늘', attendance_code: '20260001' },
  { enrollment_id: 12, name: '이도윤', attendance_code: '20260002' },
  { enrollment_id: 13, name: '이도윤', attendance_code: null },
];
const questionOf = (number: number, more: Partial<GridQuestion> = {}): GridQuestion => ({
  ...{ id: 100 + number, number, kind: 'single', choices: 5, digits: null, keys: ['3'], ...more },
});
const questions = [questionOf(1), questionOf(2), questionOf(3, { kind: 'numeric', digits: 3, keys: ['42'] })];
const read = (text: string, cells?: 'marks' | 'answers', asked = questions) =>
  readGrid({
    lines: text.split('\n').map((line, at) => ({ row: at + 1, cells: line.split(',') })),
    ...{ questions: asked, seats, cells, writing: { writtenForm, faultOf } },
  });
const one = (text: string, cells?: 'marks' | 'answers') => read(text, cells).lines[0];

test('the header is found below titles, whatever else it names', () => {
  const grid = read('3월 시험,,\n학번,성명,석차,점수,1번,Q2,문항 3\n20260001,김하늘,1,90,O,X,O');
  expect(grid).toMatchObject({ cells: 'marks', obstacle: null });
  expect(grid.lines).toMatchObject([{ row: 3, enrollment_id: 11, outcome: 'ready', right: 2, blank: 0 }]);
  expect(grid.lines[0]?.answers).toEqual([
    { exam_question_id: 101, answer: 'O', meta: { mark: 'right' } },
    { exam_question_id: 102, answer: 'X', meta: { mark: 'wrong' } },
    { exam_question_id: 103, answer: 'O', meta: { mark: 'right' } },
  ]);
  expect(read('날짜,메모\n1,2')).toMatchObject({ obstacle: 'no_header', lines: [] });
});

test('1 and 0 are marks where nothing else is there, and answers as soon as there is', () => {
  expect(read('이름,1,2,3\n김하늘,1,0,1').cells).toBe('marks');
  expect(read('이름,1,2,3\n김하늘,1,1,1').cells).toBe('answers');
  expect(one('이름,1,2,3\n김하늘,①,0,042')?.answers).toEqual([
    { exam_question_id: 101, answer: '1' },
    { exam_question_id: 102, answer: '' },
    { exam_question_id: 103, answer: '42' },
  ]);
  expect(one('이름,1,2,3\n김하늘,1,0,1', 'answers')).toMatchObject({ right: 0, blank: 1 });
});

test('a cell that is neither is named, and nothing of its line is taken', () => {
  expect(one('이름,1,2,3\n김하늘,O,3,X')).toMatchObject({
    outcome: 'fault',
    fault: 'bad_cell',
    cell: '2: 3',
  });
  expect(one('이름,1,2,3\n김하늘,3,7,42')).toMatchObject({ fault: 'bad_cell', cell: '2: 7' });
  expect(one('이름,1,2,3\n김하늘,3,?,42')).toMatchObject({ fault: 'bad_cell', cell: '2: ?' });
});

test('students are never guessed', () => {
  const faults = (text: string) => read(text).lines.map(({ fault, enrollment_id }) => fault ?? enrollment_id);
  expect(faults('이름,1,2,3\n김 하늘,O,O,O\n이도윤,O,O,O\n박서연,O,O,O')).toEqual([
    11,
    'several_students',
    'unknown_student',
  ]);
  expect(faults('번호,이름,1,2,3\n13,이도윤,O,O,O')).toEqual([13]);
  expect(
    faults('출결 번호,이름,1,2,3\n20260002,김하늘,O,O,O\n20269999,김하늘,O,O,O\n20260001,,O,O,O'),
  ).toEqual(['name_differs', 'unknown_student', 11]);
  expect(faults('이름,1,2,3\n김하늘,O,O,O\n김하늘,X,X,X')).toEqual(['twice_in_file', 'twice_in_file']);
});

test('who was absent is no fault', () => {
  expect(one('이름,1,2,3\n김하늘,,,')).toMatchObject({ outcome: 'absent', fault: null });
  expect(one('이름,점수,1,2,3\n김하늘,결시,,,')).toMatchObject({ outcome: 'absent' });
});

test('a file of other questions is taken for no exam', () => {
  expect(read('이름,1,2\n김하늘,O,O')).toMatchObject({
    obstacle: 'missing_questions',
    questions: [3],
    lines: [],
  });
  expect(read('이름,1,2,3,4\n김하늘,O,O,O,O')).toMatchObject({
    obstacle: 'unknown_questions',
    questions: [4],
  });
  expect(read('이름,1,2,3,2\n김하늘,O,O,O,O')).toMatchObject({
    obstacle: 'repeated_questions',
    questions: [2],
  });
});

test('a word that looks like a mark is a word', () => {
  const short = [questionOf(1, { kind: 'short', keys: ['o'] }), questionOf(2)];
  expect(read('이름,1,2\n김하늘,O,3', 'answers', short).lines[0]?.answers).toEqual([
    { exam_question_id: 101, answer: 'o' },
    { exam_question_id: 102, answer: '3' },
  ]);
});
