import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Fit } from '@seodang/recall/fitting';
import type { LogPart } from '@seodang/recall/fitting/fit';
import { surroundings } from '#core/config.ts';

const program = join(import.meta.dirname, 'fitting.program.ts');
const PATIENCE_MS = 10 * 60_000;

/**
 * Fits weights to a review log in a process of its own, behind everything else that the machine does; undefined when the
 * log says too little. Throws when the process fails.
 */
export async function fitApart(parts: readonly LogPart[]): Promise<Fit | undefined> {
  const child = spawn(process.execPath, [program], {
    env: surroundings(),
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: PATIENCE_MS,
  });
  if (child.pid !== undefined) yieldTo(child.pid);
  // Writing to one that died says so; its exit says enough.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(parts));
  const ended = once(child, 'close');
  const said = await text(child.stdout);
  const [code] = await ended;
  if (code !== 0) throw new Error(`fitting ended with ${code}`);
  return (JSON.parse(said) as Fit | null) ?? undefined;
}

function yieldTo(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is gone already.
  }
}
