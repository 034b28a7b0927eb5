import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigSchema } from '../server/core/config.ts';
import { askDatabase, startSeodang } from '../server/testing/process.ts';

const root = join(import.meta.dirname, '..');
const documents = [
  'README.md',
  'CHANGELOG.md',
  'docs/operators.md',
  'docs/words.md',
  'docs/decisions.md',
  'web/README.md',
];
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const commands = (path: string) =>
  [...read(path).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

test.each(documents)('the links of %s lead somewhere', (path) => {
  const links = [...read(path).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
  for (const link of links) expect(existsSync(join(root, dirname(path), link)), link).toBe(true);
});

test.each(documents)('the npm commands of %s exist', (path) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [
    ...read(path).matchAll(/\bnpm (?:run )?(start|test|[a-z]+)\b(?! (?:package|registry|cache|-w))/g),
  ];
  const ours = named.filter(([text]) => / run | start| test/.test(text) && !text.endsWith('run'));
  for (const [text, name = ''] of ours) expect(Object.keys(scripts), text).toContain(name);
});

test('the settings in the guides are settings', () => {
  const named = ['README.md', 'docs/operators.md'].flatMap((path) => [
    ...read(path).matchAll(/\b([A-Z0-9_]{3,})=/g),
  ]);
  expect(named.length).toBeGreaterThan(0);
  for (const [, name = ''] of named) expect(Object.keys(ConfigSchema.shape)).toContain(name);
});

test('the commands that ask a running Seodang get an answer', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'seodang-docs-'));
  const server = await startSeodang(dataDir);
  try {
    const asking = commands('docs/operators.md').filter((command) => command.startsWith('curl '));
    expect(asking.length).toBeGreaterThan(0);
    for (const command of asking) {
      const here = command.replace('http://localhost:3000', server.address);
      await promisify(execFile)('sh', ['-c', here]);
    }
    const operating = commands('docs/operators.md').filter((command) =>
      command.startsWith('npm run seodang'),
    );
    expect(operating.length).toBeGreaterThan(0);
    // The doctor finds fault with a Seodang whose runner has not asked for work yet.
    while ((await askDatabase(dataDir, 'select from runner')).length === 0) await setTimeout(50);
    for (const command of operating) {
      const env = { ...process.env, DATA_DIR: dataDir, npm_config_ignore_scripts: 'true' };
      await promisify(execFile)('sh', ['-c', command], { cwd: root, env });
    }
    for (const name of [
      'postgres/cluster',
      'postgres/owner-password',
      'secrets/app-secret',
      'logs/runner.log',
    ]) {
      expect(read('docs/operators.md')).toContain(name);
      expect(existsSync(join(dataDir, name)), name).toBe(true);
    }
  } finally {
    server.signal('SIGTERM');
    await server.ended;
    await rm(dataDir, { recursive: true, force: true });
  }
});
