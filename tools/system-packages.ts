import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasNginx } from '../server/testing/nginx.ts';
import { hasRedis } from '../server/testing/redis.ts';

/** A program of the operating system that some tests need, and nothing else does. */
export type SystemPackage = {
  what: string;
  debian: string[];
  /** What is not tested without it. */
  needed_by: string;
  isThere: () => boolean;
};

export const browser: SystemPackage = {
  what: 'Chromium',
  debian: ['chromium'],
  needed_by: 'the browser tests',
  isThere: () => findChromium() !== undefined,
};

/** Everything that tests need of the operating system; the one place to add to. */
export const systemPackages: readonly SystemPackage[] = [
  browser,
  {
    what: 'a Korean font',
    debian: ['fonts-nanum'],
    needed_by: 'the browser tests',
    isThere: () =>
      spawnSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' }).stdout?.trim().length > 0,
  },
  {
    what: 'a Redis server',
    debian: ['redis-server'],
    needed_by: 'tests of playback over Redis',
    isThere: hasRedis,
  },
  {
    what: 'OpenStack Swift, which speaks S3',
    debian: ['python3-swift'],
    needed_by: 'tests of the S3 storage',
    isThere: () => existsSync('/usr/lib/python3/dist-packages/swift/common/middleware/s3api'),
  },
  {
    what: 'nginx with njs',
    debian: ['nginx', 'libnginx-mod-http-js'],
    needed_by: 'tests of the edge set-up for nginx',
    isThere: hasNginx,
  },
];

/** The Chromium of this machine, for Playwright's `executablePath`. */
export function findChromium(): string | undefined {
  return onPath('chromium', 'chromium-browser', 'google-chrome');
}

function onPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

export type Prepared = { missing: readonly SystemPackage[]; notes: string[] };

/** Installs what is missing where we may (Debian and its like; root, or sudo without a password); says what is not. */
export function prepareSystem(): Prepared {
  const missing = systemPackages.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return { missing, notes: [] };
  const names = missing.flatMap(({ debian }) => debian);
  const how = `apt-get install ${names.join(' ')}`;
  const become = mayInstall();
  if (!become) return { missing, notes: missing.map(noteOf(`sudo ${how}`)) };

  console.log(`Installing ${missing.map(({ what }) => what).join(', ')} …`);
  apt(become, ['update', '-qq']);
  const failure = apt(become, ['install', '-y', '-qq', '--no-install-recommends', ...names]);
  const still = missing.filter(({ isThere }) => !isThere());
  return {
    missing: still,
    notes: [...still.map(noteOf(how)), ...(still.length > 0 && failure ? [failure] : [])],
  };
}

const noteOf =
  (how: string) =>
  ({ what, needed_by }: SystemPackage) =>
    `${what} is not installed: ${needed_by} are skipped. To have them: ${how}`;

/** The words before `apt-get`, or undefined where we may not install. */
function mayInstall(): string[] | undefined {
  if (!onPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

function apt(become: string[], args: string[]): string | undefined {
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  const [command = '', ...rest] = [...become, ...quiet];
  const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
  return status === 0 ? undefined : stderr.trim().split('\n').slice(-3).join('\n');
}
