import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ProbeReport } from '@seodang/contract/transcode.ts';
import { surroundings } from '#core/config.ts';
import { refuse } from '#core/problem.ts';
import { withLocalAddress } from '#core/storage/local-address.ts';
import type { Storage } from '#core/storage/storage.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'runners', 'video', 'probe.ts');
const PATIENCE_MS = 150_000;
/** Each may take a core and two gigabytes. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

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
  const child = spawn(process.execPath, [program, url], {
    env: surroundings(),
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const failed = new Promise<never>((_, reject) => child.on('error', reject));
  const printed = await Promise.race([text(child.stdout), failed]).catch(() => '');
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
