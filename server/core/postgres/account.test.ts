import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accountFor, launcherFor } from '#core/postgres/account.ts';

test('programs start as the account also from a folder that only we may enter, and may write only what is its own', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'seodang-account-'));
  const [program, own, ours] = [join(closed, 'program'), join(closed, 'own'), join(closed, 'ours')];
  await writeFile(program, '#!/bin/sh\ntest -x "$0" && id -u && touch "$1/file"', { mode: 0o755 });
  for (const folder of [own, ours]) await mkdir(folder, { mode: 0o700 });

  const account = await accountFor(join(closed, 'not-yet'));
  chownSync(own, account.uid, account.gid);
  const { before, as } = await launcherFor(account, [closed]);
  const run = (folder: string) => {
    const [command = '', ...args] = [...before, program, folder];
    return execFileSync(command, args, {
      ...as,
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  };

  expect(account.uid).not.toBe(0);
  expect(run(own).trim()).toBe(String(account.uid));
  if (process.getuid?.() === 0) expect(() => run(ours)).toThrow();
  await rm(closed, { recursive: true });
});
