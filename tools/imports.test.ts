import { describe, expect, test } from 'vitest';
import { cyclesOf, importsOf, readImports, violationsOf } from './imports.ts';

const forbidden = (from: string, source: string) =>
  violationsOf(importsOf(from, source)).map((line) => line.split(':')[0]);

describe('a file may import only from the floors below it', () => {
  test.each([
    ['server/core/db.ts', `import { x } from '#domains/video/index.ts';`, 'core-knows-no-domain'],
    ['server/domains/school/a.ts', `import { x } from '#domains/video/index.ts';`, 'domain-school'],
    ['server/domains/video/a.ts', `import {\n  x,\n  y,\n} from '#domains/school/seats.ts';`, 'domain-video'],
    ['server/domains/new/a.ts', `import { x } from '#core/db.ts';`, 'domain-is-declared'],
    [
      'server/domains/video/a.routes.ts',
      `import * as q from './a.queries.ts';`,
      'routes-go-through-services',
    ],
    ['server/domains/video/a.ts', `export { sql } from 'kysely';`, 'only-queries-speak-sql'],
    ['server/domains/video/a.rules.ts', `const x = await import('./a.ts');`, 'rules-are-pure'],
    ['runners/video/a.ts', `import '../ai/b.ts';`, 'runner-kinds-know-only-the-kit'],
    ['web/ui/a.tsx', `import { X } from '../features/video/x.tsx';`, 'web-ui-and-lib-are-below-features'],
    ['packages/contract/a.ts', `import { z } from 'kysely';`, 'contract-is-a-leaf'],
    ['packages/omr/read/a.ts', `import sharp from 'sharp';`, 'omr-reading-runs-in-a-browser'],
    ['server/app.ts', `import { x } from '#testing/ask.ts';`, 'production-knows-no-tests'],
  ])('%s: %s', (from, source, rule) => {
    expect(forbidden(from, source)).toContain(rule);
  });

  test.each([
    ['server/domains/video/a.ts', `import { x } from '#domains/school/index.ts';`],
    ['server/domains/video/a.ts', `import type { Kysely } from 'kysely';`],
    ['server/domains/video/a.ts', `import { type Kysely, type Sql } from 'kysely';`],
    ['runners/video/a.ts', `import { x } from '../kit/b.ts';`],
    ['web/features/video/a.tsx', `import { call } from '@seodang/contract/call.ts';`],
  ])('%s may: %s', (from, source) => {
    expect(forbidden(from, source)).toEqual([]);
  });
});

test('files that import each other in a circle are named, unless it is for a type alone', () => {
  const circle = (inner: string) => [
    ...importsOf('a.ts', `import { b } from './b.ts';`),
    ...importsOf('b.ts', `import { c } from './c.ts';`),
    ...importsOf('c.ts', inner),
  ];
  expect(cyclesOf(circle(`import { a } from './a.ts';`))).toEqual(['no-cycles: a.ts → b.ts → c.ts → a.ts']);
  expect(cyclesOf(circle(`import type { A } from './a.ts';`))).toEqual([]);
});

test('what this checkout imports is found: every file of ours that is named is there', () => {
  const imports = readImports(`${import.meta.dirname}/..`);
  expect(imports.length).toBeGreaterThan(4000);
  const files = new Set(imports.map(({ from }) => from));
  expect(imports.filter(({ to }) => to === 'server/core/db.ts').length).toBeGreaterThan(50);
  expect([...files]).toContain('web/features/video/player.tsx');
});
