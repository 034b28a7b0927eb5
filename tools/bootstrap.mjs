// Runs before `npm start`, `npm test` and others, on whatever Node is there (20 or newer), before anything is installed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './bootstrap/install.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { buildWeb } from './bootstrap/web.mjs';
import { Trouble } from './bootstrap/words.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  const lock = join(root, '.bootstrap-lock');
  await install(root, (work) => withLock(lock, work));
  if (process.argv.includes('web')) await buildWeb(root, (work) => withLock(lock, work));
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
