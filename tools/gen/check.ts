import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documents } from './documents.ts';

for (const [path, text] of Object.entries(await documents())) {
  const there = await readFile(join(import.meta.dirname, '..', '..', path), 'utf8');
  if (there === text) continue;
  console.log(`${path} is not what the code says; npm run gen writes it anew.`);
  process.exitCode = 1;
}
