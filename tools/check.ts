import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Measured: four checkers, each of which looks at what they share, take 27 s of work for the types, and one takes 16. */
const tsc = ['tsc', '--checkers', '1', '--project'];

/** What `npm run check` runs, at the same time; none needs a database. */
const checks: Record<string, string[]> = {
  'format and lint': ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'],
  types: [...tsc, 'tsconfig.json'],
  'types of the web app': [...tsc, 'web/tsconfig.json'],
  'types of the browser tests': [...tsc, 'e2e/tsconfig.json'],
  'routes of the web app': ['node', 'web/build/check-routes.ts'],
  'generated files': ['node', 'tools/gen/check.ts'],
  promises: ['oxlint', '--type-aware', '--quiet', '.'],
  'nothing dead': ['knip', '--no-progress', '--no-config-hints'],
  'who imports whom': ['node', 'tools/imports.ts'],
};

function run(name: string, [command = '', ...args]: string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const started = Date.now();
  const output: Buffer[] = [];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
  child.on('close', (code) => {
    console.log(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
    );
    if (code !== 0) console.log(Buffer.concat(output).toString());
    resolve(code === 0);
  });
  return promise;
}

const present = Object.entries(checks).filter(
  ([, command]) => command.at(-1) !== 'web/tsconfig.json' || existsSync('web/main.tsx'),
);
const results = await Promise.all(present.map(([name, command]) => run(name, command)));
if (results.includes(false)) process.exitCode = 1;
