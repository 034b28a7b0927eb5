import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ProbeReport } from '@seodang/contract/transcode.ts';
import { surroundings } from '#core/config.ts';
import { refuse } from '#core/problem.ts';
import { withLocalAddress } from '#core/storage/local-address.ts';
import type { Storage } from '#core/storage/storage.ts';

type Probe = ChildProcessByStdio<Writable, Readable, null>;

const program = join(import.meta.dirname, '..', '..', '..', 'runners', 'video', 'probe.ts');
const PATIENCE_MS = 150_000;
const READY_MS = 300_000;
/** Each may take a core and two gigabytes. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];
let ready: Probe | undefined;

/**
 * Starts a process that will look into the next source, when none waits for one. Measured: starting and finding the
 * engine takes three quarters of the time of a look. One that nobody needs within minutes ends by itself.
 */
export function prepareProbe(): void {
  if (ready) return;
  const probe = startProbe();
  ready = probe;
  keepAlive(probe, false);
  const forget = () => {
    if (ready === probe) ready = undefined;
  };
  probe.once('exit', forget).once('error', forget);
  setTimeout(() => {
    if (ready === probe) probe.stdin.end();
  }, READY_MS).unref();
}

function startProbe(): Probe {
  const probe = spawn(process.execPath, [program], {
    env: surroundings(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Writing to one that died says so; its missing report says enough.
  probe.stdin.on('error', () => {});
  return probe;
}

/** One that only waits does not keep this process from ending, with which its input ends, and so it. */
function keepAlive(probe: Probe, isNeeded: boolean): void {
  for (const handle of [probe, probe.stdin, probe.stdout]) {
    if (handle instanceof Socket || handle === probe) isNeeded ? handle.ref() : handle.unref();
  }
}

function takeProbe(): Probe {
  const probe = ready ?? startProbe();
  ready = undefined;
  keepAlive(probe, true);
  return probe;
}

/**
 * Looks into a source in a process of its own, where broken media can do no harm; reads no more of it than it needs.
 * Refuses with `unavailable` when nobody could look, which says nothing of the source.
 */
export async function probeSource(storage: Storage, key: string): Promise<ProbeReport> {
  while (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await withLocalAddress(storage, key, PATIENCE_MS / 1000, run);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function run(url: string): Promise<ProbeReport> {
  const probe = takeProbe();
  const failed = new Promise<never>((_, reject) => probe.once('error', reject));
  const patience = setTimeout(() => probe.kill('SIGKILL'), PATIENCE_MS);
  probe.stdin.end(`${url}\n`);
  const printed = await Promise.race([text(probe.stdout), failed]).catch(() => '');
  clearTimeout(patience);
  const report = ProbeReport.safeParse(parsed(printed));
  return report.success ? report.data : refuse('unavailable');
}

function parsed(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return undefined;
  }
}
