import { blocksOf } from '@seodang/contract/rich-text.ts';
import { expect, test } from 'vitest';
import { readXml } from '#core/xml.rules.ts';
import { questionsOf } from './anki.rules.ts';

const read = (fields: string[], isCloze = false) =>
  questionsOf({ guid: 'g', isCloze, fields, tags: '' }, readXml, () => undefined);
/** As long as a field may be. */
const filledWith = (piece: string) => piece.repeat(Math.floor(20_000 / piece.length));
const openers = [
  '<table><td>',
  '<table><tr>',
  '<td colspan=2>',
  '\\[',
  '\\(',
  '[$]',
  '[$$]',
  '<img ',
  '<img src=',
  '[sound:',
  '![',
  '**',
  '&',
  ' <i> ',
];

test.each([...openers, '{{c1::', '{{c1::a', '{{c1::::'])(
  'a field full of %j is read in one pass',
  (piece) => {
    expect(read([filledWith(piece), 'a'])).toHaveLength(1);
    expect(read([`${filledWith(piece)}`, filledWith(piece)], true)).toHaveLength(1);
  },
);

test('a note with a field beyond measure, or more gaps than anybody fills in, is left out with the reason', () => {
  expect(read(['a'.repeat(20_001), 'b'])).toEqual([
    { message: 'it has more than 20000 characters in a field' },
  ]);
  expect(read(['a', 'b', 'c'.repeat(20_001)])).toMatchObject([{ given: { body: 'a' } }]);
  const gaps = Array.from({ length: 51 }, (_, at) => `{{c${at}::x}}`).join('');
  expect(read([gaps], true)).toEqual([{ message: 'it has more than 50 gaps' }]);
});

test('LaTeX, sounds, entities and gaps are read as they are meant, what is unclosed as it stands', () => {
  const body = (field: string) => read([field, 'a']).map((one) => 'given' in one && one.given.body)[0];
  expect(body('\\(x\\) [$]y[/$] \\[z\\] [$$]w[/$$] $5 [sound:a.mp3]!')).toBe('$x$ $y$ $$z$$ $$w$$ \\$5 !');
  expect(body('3 \\(x&times;2')).toBe('3 \\(x×2');
  expect(body('&constructor; &toString;')).toBe('&constructor; &toString;');
  expect(read(['{{c1::a::b::c}} {{c2::d}} {{c2::e}} {{c3::', 'x'], true)).toMatchObject([
    { given: { body: '[b::c] d e {{c3::', keys: [['a']] }, mark: ':c1' },
    { message: 'gap 2 has several answers to give' },
  ]);
});

const pictures = (src: string) => ({ file: src });
const body = (html: string) => {
  const [note] = questionsOf({ guid: 'g', isCloze: false, fields: [html, 'a'], tags: '' }, readXml, pictures);
  return note && 'given' in note ? blocksOf(note.given.body) : note;
};
const table = (...rows: string[][]) => [{ kind: 'table', rows }];

test('a merged cell stands in each of its places, so that headers stay over what they head', () => {
  const head = '<tr><th rowspan="2">반</th><th colspan=2>점수</th></tr><tr><th>중간</th><th>기말</th></tr>';
  expect(body(`<table>${head}<tr><td>가</td><td>1</td><td>2</td></tr></table>`)).toEqual(
    table(['반', '점수', '점수'], ['반', '중간', '기말'], ['가', '1', '2']),
  );
  const rest =
    '<table><tr><td rowspan="0">가</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>';
  expect(body(rest)).toEqual(table(['가', '1'], ['가', '2'], ['가', '3']));
  const wide = '<table><tr><td colspan="100">제목</td></tr><tr><td>가</td><td>나</td></tr></table>';
  expect(body(wide)).toEqual(table(['제목', '제목'], ['가', '나']));
});

test('a table that merged cells make immense, and one within another, is left out with the reason', () => {
  const immense = { message: 'it has a table whose cells go over too many places' };
  const tall = `<td colspan="1000" rowspan="65534">가</td>${'<tr><td>나</td></tr>'.repeat(50)}`;
  const long = `<td colspan="9">${'가'.repeat(9000)}</td><tr>${'<td>나</td>'.repeat(9)}</tr>`;
  for (const rows of [tall, long]) expect(body(`<table><tr>${rows}</table>`)).toEqual(immense);
  const inner = '<table><tr><td>1</td><td>2</td></tr></table>';
  expect(body(`<table><tr><td>가</td><td>${inner}</td></tr></table>`)).toEqual({
    message: 'it has a table within a table',
  });
});

test('what is alone in a table is no table: lines, pictures and tables within it are as they are without', () => {
  expect(body('<table><tbody><tr><td><b>하나</b><br>|둘|</td></tr></tbody></table>끝')).toEqual([
    { kind: 'lines', text: '**하나**\n|둘|\n끝' },
  ]);
  const inner = '<table><tr><td>가</td><td>나|다</td></tr></table>';
  expect(body(`<table><tr><td>${inner}</td></tr></table>`)).toEqual(table(['가', '나|다']));
});

test('a bar in the words of a picture does not split its cell', () => {
  const picture = '<img src="x.png" alt="그래프 |x|">';
  const [found] = body(`<table><tr><td>${picture}</td><td>2</td></tr></table>`) as { rows: string[][] }[];
  expect(found?.rows).toHaveLength(1);
  expect(found?.rows[0]).toEqual([expect.stringMatching(/^!\[그래프 \|x\|\]\(.*file:x\.png\)$/), '2']);
});

test('a table stays a table, with its formulas and the bars in its cells', () => {
  const html =
    '<p>표:</p><table><tbody><tr><th>가</th><th>\\(x|y\\)</th></tr> <tr><td><p>1</p><p>2</p></td><td>3<br>4</td></tr></tbody></table>끝';
  const [note] = read([html, 'a']);
  const body = note && 'given' in note ? (note.given.body ?? '') : '';
  expect(blocksOf(body)).toEqual([
    { kind: 'lines', text: '표:' },
    {
      kind: 'table',
      rows: [
        ['가', '$x|y$'],
        ['1 2', '3 4'],
      ],
    },
    { kind: 'lines', text: '끝' },
  ]);
});
