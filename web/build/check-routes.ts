import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Generator, getConfig } from '@tanstack/router-generator';
import { routerConfig } from './router-config.ts';

/** Writes the route tree anew; complains when it was not current, so that what is committed is what runs. */
const root = join(import.meta.dirname, '..');
const file = join(root, 'route-tree.gen.ts');
const before = await readFile(file, 'utf8').catch(() => '');
await new Generator({ config: getConfig({ ...routerConfig, disableLogging: true }, root), root }).run();
if ((await readFile(file, 'utf8')) !== before) {
  console.error('web/route-tree.gen.ts was out of date and has been written anew: commit it.');
  process.exitCode = 1;
}
