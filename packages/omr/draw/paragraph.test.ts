import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { drawDocument } from './document.ts';
import type { Piece } from './paragraph.ts';

/** How much a document draws: its curves, and the letters and gaps of its texts. */
async function drawn(pieces: readonly Piece[]) {
  const pdf = Buffer.from(await drawDocument([{ kind: 'line', pieces }])).toString('latin1');
  const streams = Array.from(pdf.matchAll(/stream\n([\s\S]*?)\nendstream/g), ([, bytes]) => {
    try {
      return inflateSync(Buffer.from(bytes ?? '', 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  const page = streams.find((stream) => stream.startsWith('1 0 0 -1 0')) ?? '';
  const letters = Array.from(page.matchAll(/<([0-9a-f]+)>/g), ([, hex]) => (hex?.length ?? 0) / 4);
  return {
    hasCurves: / [cv]\n/.test(page),
    letters: letters.reduce((sum, count) => sum + count, 0),
    scales: page.match(/0\.0\d+ 0 0 0\.0\d+ \S+ \S+ cm/g)?.length ?? 0,
  };
}
const formula = (tex: string): Piece => ({ tex, isBlock: false });

test('formulas are drawn as curves, not as LaTeX; Korean words within them stay words', async () => {
  const found = await drawn(['값 ', formula('\\frac{x}{2} \\text{ 이면 }'), '끝', formula('x^2')]);
  expect(found).toEqual({ hasCurves: true, letters: '값끝이면'.length, scales: 2 });
});

test('signs that the font lacks are written in letters', async () => {
  expect(await drawn(['② ㉢ 5℃'])).toMatchObject({ letters: '(2)(ㄷ)5°C'.length });
});

test.each([
  '\\frac{1',
  '\\nothing',
  '\\def\\a{\\a\\a}\\a',
  '\\DeclareMathOperator{\\sin}{cos}',
  '\\rule{9em}{999em}',
  `\\kern${'9'.repeat(30)}em\\kern-${'9'.repeat(30)}em x`,
  '{'.repeat(490),
  'a'.repeat(1001),
])('a formula that cannot be drawn stays as it was written: %s', async (tex) => {
  expect(await drawn([formula(tex)])).toEqual({
    hasCurves: false,
    letters: tex.replaceAll(' ', '').length,
    scales: 0,
  });
});
