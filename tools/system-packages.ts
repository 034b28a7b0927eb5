import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasNginx } from '../server/testing/nginx.ts';
import { hasRedis } from '../server/testing/redis.ts';

/** A program of the operating system that some tests need, and nothing else does. */
export type SystemPackage = {
  what: string;
  debian: string[];
  /** What it means for the tests that it is not there. */
  without: string;
  isThere: () => boolean;
};

/** Chromium as a library would draw: no windows, no interface of its own. */
const shell = 'chromium-headless-shell';

export const browser: SystemPackage = {
  what: 'Chromium',
  debian: ['chromium'],
  without: 'the browser tests are skipped',
  isThere: () => findChromium() !== undefined,
};

/** Everything that tests need of the operating system; the one place to add to. */
export const systemPackages: readonly SystemPackage[] = [
  {
    what: 'Chromium without windows',
    debian: [shell],
    // Measured on seventeen browser tests: 121 s of CPU time, 170 s with the whole Chromium.
    without: 'the browser tests take longer',
    isThere: () => onPath(shell) !== undefined,
  },
  browser,
  {
    what: 'a Korean font',
    debian: ['fonts-nanum'],
    without: 'the browser tests are skipped',
    isThere: () =>
      spawnSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' }).stdout?.trim().length > 0,
  },
  {
    what: 'a Redis server',
    debian: ['redis-server'],
    without: 'tests of playback over Redis are skipped',
    isThere: hasRedis,
  },
  {
    what: 'OpenStack Swift, which speaks S3',
    debian: ['python3-swift'],
    without: 'tests of the S3 storage are skipped',
    isThere: () => existsSync('/usr/lib/python3/dist-packages/swift/common/middleware/s3api'),
  },
  {
    what: 'nginx with njs',
    debian: ['nginx', 'libnginx-mod-http-js'],
    without: 'tests of the edge set-up for nginx are skipped',
    isThere: hasNginx,
  },
];

/** The Chromium of this machine, for Playwright's `executablePath`. */
export function findChromium(): string | undefined {
  return onPath(shell, 'chromium', 'chromium-browser', 'google-chrome');
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
  const how = (wanted: readonly SystemPackage[]) =>
    `apt-get install ${wanted.flatMap(({ debian }) => debian).join(' ')}`;
  const become = mayInstall();
  if (!become) return { missing, notes: missing.map(noteOf(`sudo ${how(missing)}`)) };

  apt(become, ['update', '-qq']);
  const failures = missing.map((wanted) => install(become, wanted));
  const still = missing.filter(({ isThere }) => !isThere());
  const why = still.length > 0 ? failures.filter((failure) => failure !== undefined) : [];
  return { missing: still, notes: [...still.map(noteOf(how(still))), ...why] };
}

/** One at a time: a system that does not know one of them still gets the others. */
function install(become: string[], { what, debian, isThere }: SystemPackage): string | undefined {
  if (isThere()) return undefined;
  console.log(`Installing ${what} …`);
  return apt(become, ['install', '-y', '-qq', '--no-install-recommends', ...debian]);
}

const noteOf =
  (how: string) =>
  ({ what, without }: SystemPackage) =>
    `${what} is not installed: ${without}. To have it: ${how}`;

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
