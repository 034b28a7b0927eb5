import { expect, test } from 'vitest';
import { readXml } from '#core/xml.rules.ts';
import { questionsOf } from './anki.rules.ts';

const read = (fields: string[], isCloze = false) =>
  questionsOf({ guid: 'g', isCloze, fields, tags: '' }, readXml, () => undefined);
/** As long as a field may be. */
const filledWith = (piece: string) => piece.repeat(Math.floor(20_000 / piece.length));
const openers = ['\\[', '\\(', '[$]', '[$$]', '<img ', '<img src=', '[sound:', '![', '**', '&', ' <i> '];

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
