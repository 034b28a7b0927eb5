import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useApp } from '../../server/testing/harness.ts';
import { generatedFiles } from './files.ts';

const kit = useApp();

test('generated files are current; otherwise: npm run gen', async () => {
  const files = await generatedFiles({ ownerUrl: kit.ownerUrl, openApi: kit.app.swagger() });
  for (const [path, text] of Object.entries(files)) {
    expect(await readFile(join(import.meta.dirname, '..', '..', path), 'utf8'), path).toBe(text);
  }
});
