import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useApp } from '../../server/testing/harness.ts';
import { fromDatabase } from './from-database.ts';

const kit = useApp();

test('what is generated from the database is current; otherwise: npm run gen', async () => {
  for (const [path, text] of Object.entries(await fromDatabase(kit.ownerUrl))) {
    expect(await readFile(join(import.meta.dirname, '..', '..', path), 'utf8'), path).toBe(text);
  }
});
