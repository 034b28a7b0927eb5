import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { surroundings } from '#core/config.ts';

/** How long a program may take, what its objects may come to, and what else it is to know of its surroundings. */
type Bounds = { patience_ms: number; heap_mb?: number; env?: Record<string, string> };

/**
 * What a program of ours says to an input, in a process of its own, behind everything else that the machine does; or that
 * it was ended for being too slow, or died of what it was given. Throws when it fails by a fault of its own.
 */
export async function runApart(
  program: string,
  input: unknown,
  { patience_ms, heap_mb, env }: Bounds,
): Promise<{ said: string } | { fault: 'too_slow' | 'died' }> {
  const bounds = heap_mb === undefined ? [] : [`--max-old-space-size=${heap_mb}`];
  const child = spawn(process.execPath, [...bounds, program], {
    env: { ...surroundings(), ...env },
    timeout: patience_ms,
    killSignal: 'SIGKILL',
  });
  if (child.pid !== undefined) yieldTo(child.pid);
  // Writing to one that died says so; its exit says enough.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(input));
  const [said, complaint, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code === 0) return { said };
  if (child.killed) return { fault: 'too_slow' };
  if (signal !== null) return { fault: 'died' };
  throw new Error(`${program} ended with ${code}: ${complaint.slice(-2000)}`);
}

function yieldTo(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is gone already.
  }
}
