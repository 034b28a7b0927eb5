import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutSchemas } from './contract-plugin.ts';

const contract = join(import.meta.dirname, '../../packages/contract');

test('a route keeps method and address, and loses its schema', () => {
  const code = `import { z } from 'zod';
export const Thing = z.object({ id: z.int() });
export const getThing = { method: 'GET', url: '/things/:id', schema: { response: { 200: Thing } } } satisfies Route;
export const colours = ['red', 'blue'] as const;`;
  expect(withoutSchemas('thing.ts', code)).toBe(`import { z } from 'zod';
export const Thing = undefined;
export const getThing = { method: 'GET', url: '/things/:id', schema: undefined } satisfies Route;
export const colours = ['red', 'blue'] as const;`);
});

test('no route of the contract is lost', async () => {
  const files = (await readdir(contract)).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  for (const file of files) {
    const code = readFileSync(join(contract, file), 'utf8');
    const routes = (text: string) => [...text.matchAll(/^\s*url: '[^']+'/gm)].map(([line]) => line);
    expect(routes(withoutSchemas(file, code)), file).toEqual(routes(code));
  }
});
