import { expect, test } from 'vitest';
import { layout } from '../geometry/index.ts';
import { drawSheets, type SheetCopy } from './index.ts';

test('what else waits gets its turn between the pages of a large class', async () => {
  const [sheet] = layout({ title: '주간 테스트', questions: [{ number: 1 }] });
  if (!sheet) throw new Error('a layout has a page');
  const done: string[] = [];
  function* copies(sheet: SheetCopy['sheet']): Generator<SheetCopy> {
    for (const name of ['김민준', '이서연', '박도윤']) {
      setImmediate(() => done.push('something else'));
      done.push(name);
      yield { sheet, student: { name } };
    }
  }
  await drawSheets(copies(sheet));
  expect(done).toEqual(['김민준', 'something else', '이서연', 'something else', '박도윤', 'something else']);
});
