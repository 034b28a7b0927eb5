import { expect, test } from 'vitest';
import { laterOf, needsOf } from './needs.ts';

const code: Record<string, string> = {
  screen: `import { Button, size } from 'parts'; import helper from 'helper'; helper(Button, size);`,
  whole: `import * as parts from 'parts'; export default parts;`,
  parts: `import { Button } from 'button'; export { Button }; export { Menu as List } from 'menu'; export * from 'sizes';`,
  button: `import 'style.css'; export const Button = 1;`,
  menu: `import { Popover } from 'popover'; export const Menu = Popover;`,
  popover: 'export const Popover = 1;',
  sizes: `export { size } from 'units';`,
  units: 'export const size = 1;',
  helper: `const old = require('old'); module.exports = old;`,
  old: 'module.exports = 1;',
  'style.css': '',
  route: `import { load } from 'loader'; const screen = () => import('screen'); load(screen);`,
  loader: `export const load = () => import('device');`,
  device: `import 'units'; export const draw = () => import('math');`,
  math: 'export const math = 1;',
};

/** What the bundler knows of modules whose addresses are their names. */
const graph = {
  getModuleInfo: (id: string) => {
    const text = code[id] ?? '';
    const later = [...text.matchAll(/import\('([\w.]+)'\)/g)].map(([, name]) => name);
    const importedIds = [...text.matchAll(/(?:from |import |require\()'([\w.]+)'/g)].map(([, name]) => name);
    return {
      code: text,
      importedIds: [...new Set(importedIds)],
      dynamicallyImportedIds: later,
      inputFormat: text.includes('require(') ? 'cjs' : 'es',
    };
  },
} as unknown as Parameters<typeof needsOf>[0];

test('who takes one name of a shelf needs that and no more', () => {
  const needs = needsOf(graph)(['screen']);
  expect([...needs].sort()).toEqual(
    ['screen', 'parts', 'button', 'style.css', 'sizes', 'units', 'helper', 'old'].sort(),
  );
});

test('who takes the shelf needs all that is on it', () => {
  const needs = needsOf(graph)(['whole']);
  expect(needs).toContain('popover');
  expect(needs).toContain('units');
});

test('what a screen asks for later is found through whatever asks for it', () => {
  expect([...laterOf(graph, ['route'])].sort()).toEqual(['device', 'math', 'screen']);
});
