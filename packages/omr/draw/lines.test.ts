import { expect, test } from 'vitest';
import { type Atom, linesOf } from './lines.ts';

const least = { ascent: 9, depth: 2 };
const box = (what: string, width: number, size = least): Atom<string> => ({
  role: 'box',
  width,
  ...size,
  what,
});
const other = (role: 'space' | 'break'): Atom<string> => ({
  role,
  width: role === 'space' ? 5 : 0,
  ...least,
  what: role,
});
const shown = (atoms: readonly Atom<string>[], width = 100) =>
  linesOf(atoms, width, least).map(({ parts, ascent, depth }) => ({
    text: parts.map(({ what, x }) => `${what}@${x}`).join(' '),
    ascent,
    depth,
  }));

test('a line reaches as far around its baseline as its tallest formula, the next one as its text', () => {
  const fraction = box('½', 20, { ascent: 15, depth: 8 });
  const atoms = [box('a', 40), other('space'), fraction, box('은', 10), other('space'), box('b', 30)];
  expect(shown(atoms)).toEqual([
    { text: 'a@0 ½@45 은@65', ascent: 15, depth: 8 },
    { text: 'b@0', ...least },
  ]);
});

test('a formula goes to the next line with the words that stick to it, and is parted from them only when all of a line is too short', () => {
  const atoms = [box('a', 60), other('space'), box('x', 40), box('의', 10)];
  expect(shown(atoms).map(({ text }) => text)).toEqual(['a@0', 'x@0 의@40']);
  expect(shown([box('x', 70), box('y', 50)]).map(({ text }) => text)).toEqual(['x@0', 'y@0']);
});

test('a formula of its own stands in the middle, and the line break behind it makes no empty line', () => {
  const block: Atom<string> = { role: 'block', width: 50, ascent: 20, depth: 12, what: 'X' };
  const atoms = [box('a', 10), other('break'), block, other('break'), box('b', 10), other('break')];
  expect(shown([...atoms, other('break'), box('c', 10)])).toEqual([
    { text: 'a@0', ...least },
    { text: 'X@25', ascent: 20, depth: 12 },
    { text: 'b@0', ...least },
    { text: '', ...least },
    { text: 'c@0', ...least },
  ]);
});
