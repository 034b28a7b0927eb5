import { expect, test } from 'vitest';
import { fieldOf, recognise } from './import-headers.rules.ts';
import { columnLetter, type Line } from './sheet.rules.ts';

const lines = (...rows: string[][]): Line[] => rows.map((cells, at) => ({ row: at + 1, cells }));

test.each([
  ['학생명', 'name'],
  ['이름', 'name'],
  ['성 명', 'name'],
  ['학생 이름(한글)', 'name'],
  ['Student Name', 'name'],
  ['원생명', 'name'],
  ['학생', 'name'],
  ['성함*', 'name'],
  ['보호자HP', 'parent_phone'],
  ['학부모 연락처', 'parent_phone'],
  ['어머니 휴대폰', 'parent_phone'],
  ['모 연락처', 'parent_phone'],
  ['부 H.P', 'parent_phone'],
  ['부모님 전화번호', 'parent_phone'],
  ['Parent Phone', 'parent_phone'],
  ["Mother's mobile", 'parent_phone'],
  ['비상연락처', 'parent_phone'],
  ['연락처', 'phone'],
  ['학생 휴대폰', 'phone'],
  ['핸드폰번호', 'phone'],
  ['H.P', 'phone'],
  ['HP', 'phone'],
  ['Mobile', 'phone'],
  ['학부모 성함', 'guardian_name'],
  ['보호자와의 관계', 'relation'],
  ['관계', 'relation'],
  ['학교', 'school'],
  ['학교명', 'school'],
  ['재학 학교', 'school'],
  ['학년', 'grade'],
  ['Grade', 'grade'],
  ['생년월일', 'birth_on'],
  ['생일', 'birth_on'],
  ['주민등록번호', 'birth_on'],
  ['DOB', 'birth_on'],
  ['반', 'lecture'],
  ['수강반', 'lecture'],
  ['강의명', 'lecture'],
  ['Class', 'lecture'],
  ['비고', 'memo'],
  ['특이사항', 'memo'],
  ['Notes', 'memo'],
  ['출결번호', 'attendance_code'],
])('%s means %s', (header, field) => {
  expect(fieldOf(header)).toEqual({ field, sure: true });
});

test.each([
  '번호',
  'No.',
  '순번',
  '성별',
  '등록일',
  '담임',
  '',
  '2026학년도 서당학원 고1 수강생 명단입니다 꼭 확인해 주세요 감사합니다',
])('%s means nothing that we keep', (header) => {
  expect(fieldOf(header)?.field === 'name').toBe(false);
});

test('a typing error is guessed, and marked as a guess; so is a guardian of whom it is not said what', () => {
  expect(fieldOf('보호자')).toEqual({ field: 'guardian_name', sure: false });
  expect(fieldOf('생년월월')).toEqual({ field: 'birth_on', sure: true });
  expect(fieldOf('특이사힝')).toEqual({ field: 'memo', sure: true });
  expect(fieldOf('보호자연락쳐')).toEqual({ field: 'parent_phone', sure: false });
});

test('the header is found below titles and notes', () => {
  const found = recognise(
    lines(
      ['2026학년도 고1 수학 명단', '2026학년도 고1 수학 명단', '2026학년도 고1 수학 명단'],
      ['작성: 데스크', '', '2026.03.02'],
      ['No', '학생명', '보호자HP', '학교', '학년'],
      ['1', '김민준', '010-1234-5678', '서울고', '1'],
    ),
  );
  expect(found).toMatchObject({
    header_row: 3,
    mapping: { name: 1, parent_phone: 2, school: 3, grade: 4 },
    unsure: [],
  });
});

test('two-line headers: 보호자 over 이름 and 연락처 are the guardian', () => {
  const found = recognise(
    lines(
      ['학생', '학생', '보호자', '보호자'],
      ['이름', '연락처', '이름', '연락처'],
      ['김민준', '', '김철수', '01012345678'],
    ),
  );
  expect(found).toMatchObject({
    header_row: 2,
    mapping: { name: 0, phone: 1, guardian_name: 2, parent_phone: 3 },
  });
});

test('a list without a header is guessed by its content', () => {
  const found = recognise(lines(['1', '김민준', '010-1234-5678'], ['2', '박서연', '010-2345-6789']));
  expect(found).toMatchObject({
    header_row: null,
    mapping: { name: 1, parent_phone: 2 },
    unsure: ['name', 'parent_phone'],
  });
});

test('columns are called as spreadsheets call them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
