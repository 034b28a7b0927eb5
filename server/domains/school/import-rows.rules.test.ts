import { expect, test } from 'vitest';
import { readLine } from './import-rows.rules.ts';

const mapping = { name: 0, phone: 1, parent_phone: 2, school: 3, grade: 4, birth_on: 5, memo: 6 };
const read = (...cells: string[]) => readLine({ row: 7, cells }, mapping);
const codes = (...cells: string[]) =>
  read(...cells).issues.map(({ code, level, field }) => `${level} ${field} ${code}`);

test('a good line is read whole', () => {
  expect(
    read(' 김 민 준 ', '1012345678', '+82 10-2222-3333', '서울고등학교', '1', '2010.3.5', '조용함'),
  ).toMatchObject({
    name: '김민준',
    phone: '01012345678',
    parent_phone: '01022223333',
    school: '서울고등학교',
    grade: '고1',
    birth_on: '2010-03-05',
    memo: '조용함',
    issues: [],
    skip: null,
  });
});

test.each([
  [['', '01012345678'], ['error name name_missing']],
  [['12345', '01012345678'], ['error name name_invalid']],
  [['=cmd|calc', '01012345678'], ['error name name_invalid']],
  [['김민준', '', ''], ['error parent_phone phone_missing']],
  [['김민준', '없음', '-'], ['error parent_phone phone_missing']],
  [['김민준', '', '010-12-34'], ['error parent_phone phone_invalid']],
  [['김민준', '', '1.01235E+09'], ['error parent_phone phone_invalid']],
  [['김민준', '', '010-1111-2222 / 010-3333-4444'], ['notice parent_phone several_phones']],
  [['김민준', '', '01011112222(모)'], ['notice parent_phone several_phones']],
  [['김민준', '', '#N/A'], ['error parent_phone cell_error']],
  [['김민준', '', '01011112222', '', '', '2010-02-30'], ['error birth_on birth_invalid']],
  [['김민준', '', '01011112222', 'x'.repeat(101)], ['error school too_long']],
])('%j is told', (cells, expected) => {
  expect(codes(...cells)).toEqual(expected);
});

test.each([
  ['100305', '2010-03-05'],
  ['20100305', '2010-03-05'],
  ['2010년 3월 5일', '2010-03-05'],
  ['2010/03/05', '2010-03-05'],
  ['100305-3******', '2010-03-05'],
  ['850305-1******', '1985-03-05'],
  ['40242', '2010-03-05'],
  ['10.03.05', '2010-03-05'],
])('%s is the birthday %s', (text, day) => {
  expect(read('김', '', '01011112222', '', '', text).birth_on).toBe(day);
});

test.each([
  ['1', '한빛중', '중1'],
  ['3학년', '한빛여고', '고3'],
  ['고등학교 2학년', '', '고2'],
  ['초등6', '', '초6'],
  ['N수', '', 'N수'],
  ['1', '', '1'],
  ['5', '서울초등학교', '초5'],
])('grade %s at %s is %s', (grade, school, expected) => {
  expect(read('김', '', '01011112222', school, grade).grade).toBe(expected);
});

test('repeated headers and sums are no students', () => {
  expect(read('이름', '휴대폰', '보호자 연락처').skip).toBe('repeated_header');
  expect(read('합계', '', '32명').skip).toBe('summary');
  expect(read('계민준', '', '01011112222').skip).toBeNull();
});
