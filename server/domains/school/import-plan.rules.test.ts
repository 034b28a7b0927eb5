import { importFields } from '@seodang/contract/import.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recognise } from './import-headers.rules.ts';
import { countPlan, type Known, planImport } from './import-plan.rules.ts';
import { readLine } from './import-rows.rules.ts';
import type { Line } from './sheet.rules.ts';

const mapping = { name: 0, phone: 1, parent_phone: 2, school: 3, grade: 4, birth_on: 5, memo: 6 };
const lines = (...rows: string[][]): Line[] => rows.map((cells, at) => ({ row: at + 1, cells }));
const world = (known: Known[] = [], decisions: [number, 'create' | 'change' | 'skip'][] = []) => ({
  known,
  lectures: [{ id: 5, title: '고1 수학 A' }],
  decisions: new Map(decisions),
});
const known = (id: number, given: Partial<Known> & { name: string }): Known => ({
  id,
  phone: null,
  parent_phone: null,
  school: null,
  grade: null,
  birth_on: null,
  attendance_code: null,
  memo: null,
  ...given,
});
const plan = (rows: string[][], given = world()) =>
  planImport(
    rows.map((cells, at) => readLine({ row: at + 2, cells }, { ...mapping, lecture: 7 })),
    given,
  );

test('siblings share a parent phone and are no duplicates; twins of one name and phone are', () => {
  const rows = plan([
    ['이서연', '', '01022223333'],
    ['이서준', '', '01022223333'],
    ['이서연', '', '01022223333'],
    ['박하나', '01011112222', ''],
    ['박두나', '01011112222', ''],
  ]);
  expect(rows.map(({ state }) => state)).toEqual(['create', 'create', 'suspect', 'create', 'suspect']);
  expect(rows.map(({ siblings }) => siblings)).toEqual([['이서준'], ['이서연'], ['이서준'], [], []]);
  expect(rows[2]).toMatchObject({ issues: [{ code: 'duplicate_in_file' }], suspects: [{ row: 2 }] });
  expect(rows[4]).toMatchObject({
    issues: [{ code: 'same_phone_in_file' }],
    suspects: [{ row: 5, name: '박하나' }],
  });
});

test('who is there already is changed by what the file says and never emptied by what it leaves out', () => {
  const rows = plan(
    [
      ['김민준', '01011112222', '', '서울고', '1'],
      ['박서연', '', '01033334444'],
      ['최바뀜', '01055556666', ''],
      ['정동명', '01077778888', '', '서울고', '고1'],
    ],
    world([
      known(1, { name: '김민준', phone: '01011112222', grade: '고2', memo: '유지' }),
      known(2, { name: '박서연', parent_phone: '01033334444', school: '한빛중' }),
      known(3, { name: '다른 이름', phone: '01055556666' }),
      known(4, { name: '정동명', phone: '01099990000', school: '서울고', grade: '고1' }),
    ]),
  );
  expect(rows.map(({ state, student_id }) => [state, student_id])).toEqual([
    ['change', 1],
    ['same', 2],
    ['suspect', null],
    ['suspect', null],
  ]);
  expect(rows[0]?.changes).toEqual([
    { field: 'school', before: null, after: '서울고' },
    { field: 'grade', before: '고2', after: '고1' },
  ]);
  expect(rows[2]?.issues).toMatchObject([{ code: 'same_phone' }]);
  expect(rows[3]?.issues).toMatchObject([{ code: 'same_name' }]);
});

test('a decision settles a suspicion', () => {
  const list = [['새이름', '01055556666', '']];
  const there = [known(3, { name: '옛이름', phone: '01055556666' })];
  expect(plan(list, world(there, [[2, 'create']]))[0]).toMatchObject({ state: 'create' });
  expect(plan(list, world(there, [[2, 'skip']]))[0]).toMatchObject({
    state: 'skip',
    issues: [{ code: 'decided_skip' }],
  });
  expect(plan(list, world(there, [[2, 'change']]))[0]).toMatchObject({
    state: 'change',
    student_id: 3,
    changes: [{ field: 'name', before: '옛이름', after: '새이름' }],
  });
});

test('lectures are found by their title; unknown ones are told', () => {
  const [row] = plan([['김민준', '', '01011112222', '', '', '', '', '고1수학a, 없는 반']]);
  expect(row).toMatchObject({
    state: 'create',
    lecture_ids: [5],
    issues: [{ code: 'lecture_unknown', text: '없는 반' }],
  });
});

const cell = fc.oneof(
  fc.constantFrom(
    '김민준',
    '이서연',
    '01012345678',
    '010-2222-3333',
    '1012345678',
    '',
    '#N/A',
    '합계',
    '고1',
    '2010-03-05',
  ),
  fc.string({ maxLength: 30 }),
);
const sheet = fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 30 });

test('property: any sheet gets a plan, each line exactly one state, and the same sheet the same plan', () => {
  fc.assert(
    fc.property(sheet, (rows) => {
      const found = recognise(lines(...rows));
      const columns = Object.values(found.mapping);
      expect(new Set(columns).size).toBe(columns.length);
      const planned = plan(rows);
      expect(plan(rows)).toEqual(planned);
      const { total, siblings: _, ...states } = countPlan(planned);
      expect(Object.values(states).reduce((a, b) => a + b, 0)).toBe(total);
      for (const row of planned) {
        const hasError = row.issues.some(({ level }) => level === 'error');
        expect(row.state === 'error').toBe(hasError);
      }
    }),
  );
});

test('property: what was imported changes nothing when it is imported again', () => {
  fc.assert(
    fc.property(sheet, (rows) => {
      const first = plan(rows).filter(({ state }) => state === 'create');
      const there = first.map((row, at) =>
        known(
          at + 1,
          Object.fromEntries(
            importFields.flatMap((field) => (field in row ? [[field, row[field]]] : [])),
          ) as never,
        ),
      );
      for (const row of plan(rows, world(there))) expect(['create', 'change']).not.toContain(row.state);
    }),
  );
});
