import { spawnSync } from 'node:child_process';
import type { Limits } from './run.ts';

/** `nobody` on Linux; it owns nothing. */
const nobody = '65534';

const fences = {
  network: ['unshare', '--net'],
  user: [
    ...['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'],
    ...['--inh-caps=-all', '--pdeathsig=KILL'],
  ],
} as const;

function works(command: readonly string[]): boolean {
  const [file = '', ...args] = command;
  return spawnSync(file, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

export type Sandbox = { network: boolean; user: boolean; limits: boolean };

/**
 * Finds out which fences this machine has, by starting `trial` (a harmless command of the engine) behind them:
 * another user may, for example, not be able to read a program that lies under /root. Null when it does not even
 * start without them.
 */
export function findSandbox(trial: string[]): Sandbox | null {
  const isLinux = process.platform === 'linux';
  const isRoot = isLinux && process.getuid?.() === 0;
  const all: Sandbox = { network: isRoot, user: isRoot, limits: isLinux };
  const behind = ({ network, user, limits }: Sandbox) => [
    ...(network ? fences.network : []),
    ...(limits ? ['prlimit', '--nofile=256'] : []),
    ...(user ? fences.user : []),
    ...trial,
  ];
  // Each trial of an engine takes a fifth of a second of work: one by one only where not all of them hold.
  if (works(behind(all))) return all;
  const none: Sandbox = { network: false, user: false, limits: false };
  if (!works(behind(none))) return null;
  if (!isLinux) return none;
  const limits = works(behind({ ...none, limits: true }));
  const network = isRoot && works([...fences.network, 'true']);
  return { network, limits, user: isRoot && works(behind({ ...none, network, user: true })) };
}

/** The command behind the fences. Children write to pipes and to files that were handed to them, so files of their own may not grow at all. */
export function fenced(
  command: string[],
  sandbox: Sandbox,
  limits: Limits,
  needs: { network?: boolean; files?: boolean; handed?: boolean } = {},
): string[] {
  return [
    ...(sandbox.network && !needs.network ? fences.network : []),
    ...(sandbox.limits ? prlimit(limits, needs) : []),
    ...(sandbox.user && !needs.files ? fences.user : []),
    ...command,
  ];
}

/** A file that was handed over may grow to this, which is more than any film of homework is. */
const handed_bytes = 512 * 2 ** 20;

type Needs = { files?: boolean; handed?: boolean };

function prlimit({ cpu_seconds, memory_bytes }: Limits, { files, handed }: Needs): string[] {
  const cpu = Math.ceil(cpu_seconds);
  const size = files ? [] : [`--fsize=${handed ? handed_bytes : 65_536}`];
  return ['prlimit', `--as=${memory_bytes}`, `--cpu=${cpu}`, '--nofile=256', '--core=0', ...size];
}
