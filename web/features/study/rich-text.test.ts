import { blocksOf, partsOf, picturesIn } from '@seodang/contract/rich-text.ts';
import { expect, test } from 'vitest';

test('text, formulas within a line, formulas of their own and bold words are told apart', () => {
  expect(partsOf('구하시오: $x^2$ 그리고 **둘 다** $$\\frac{1}{2}$$')).toEqual([
    { kind: 'text', text: '구하시오: ' },
    { kind: 'math', text: 'x^2', isBlock: false },
    { kind: 'text', text: ' 그리고 ' },
    { kind: 'bold', text: '둘 다' },
    { kind: 'text', text: ' ' },
    { kind: 'math', text: '\\frac{1}{2}', isBlock: true },
  ]);
});

test('a price is no formula, and neither is a dollar alone', () => {
  expect(partsOf('\\$5 또는 \\$7')).toEqual([{ kind: 'text', text: '$5 또는 $7' }]);
  expect(partsOf('값은 $5')).toEqual([{ kind: 'text', text: '값은 $5' }]);
});

test('pictures are told by their names and what they show; one that is not kept yet has no name', () => {
  const text = '그림 ![삼각형](image:abc.png)에서 ![](file:img%2Fb.png)';
  expect(partsOf(text)).toEqual([
    { kind: 'text', text: '그림 ' },
    { kind: 'picture', text: '삼각형', name: 'abc.png' },
    { kind: 'text', text: '에서 ' },
    { kind: 'picture', text: '', name: null },
  ]);
  expect(picturesIn([text, '없음'])).toEqual(['abc.png']);
});

test('a table stands between the lines around it, with a bar in a cell where one is written', () => {
  const text =
    '표를 보시오.\n\n| 구분 | $x$ |\n| --- | :-: |\n| 가 \\| 나 | ![그림](image:a.png) |\n|  | 3 |\n\n값은?';
  expect(blocksOf(text)).toEqual([
    { kind: 'lines', text: '표를 보시오.' },
    {
      kind: 'table',
      rows: [
        ['구분', '$x$'],
        ['가 | 나', '![그림](image:a.png)'],
        ['', '3'],
      ],
    },
    { kind: 'lines', text: '값은?' },
  ]);
  expect(blocksOf(text.replaceAll('\n', '\r\n'))).toEqual(blocksOf(text));
});

test('bars without a row of dashes are no table, and a text without a table is its lines as they are', () => {
  for (const text of ['|a| + |b| = 3', '| a | b |\n| 1 | 2 |', '$|x|$\n\n둘째 줄'])
    expect(blocksOf(text)).toEqual([{ kind: 'lines', text }]);
});
