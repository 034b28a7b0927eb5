import { ApiProblem } from '@seodang/contract/call.ts';
import { PartRefused, type World } from './upload-world.ts';

const FIRST_MS = 1000;
const MOST_MS = 30_000;

/** What passes by itself: a network that is down, a server that restarts, a disk that somebody makes room on. */
export function isPassing(error: unknown): boolean {
  const status =
    error instanceof PartRefused
      ? error.status
      : error instanceof ApiProblem
        ? error.problem.status
        : undefined;
  return status !== undefined && (status === 0 || status === 408 || status === 429 || status >= 500);
}

export function problemCodeOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.code;
  if (error instanceof PartRefused) return error.status === 507 ? 'storage_full' : 'unavailable';
  return error instanceof FileChanged ? 'file_changed' : 'internal';
}

/** The file on this computer was moved, deleted or written to since it was chosen. */
export class FileChanged extends Error {}

/** A browser reports a file that cannot be read as a lost network. */
export async function mustBeReadable(part: Blob): Promise<void> {
  try {
    await part.slice(0, 1).arrayBuffer();
  } catch {
    throw new FileChanged();
  }
}

type Troubles = { onTrouble: (code: string) => void; onCalm: () => void };

/** Repeats until it works, is aborted, or fails in a way that repeating cannot mend. Without end: lessons are long. */
export async function persist<T>(
  world: World,
  signal: AbortSignal,
  troubles: Troubles,
  work: () => Promise<T>,
): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    signal.throwIfAborted();
    try {
      const result = await work();
      if (tried > 0) troubles.onCalm();
      return result;
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      troubles.onTrouble(world.isOnline() ? problemCodeOf(error) : 'offline');
    }
    await world.wait(Math.min(FIRST_MS * 2 ** tried, MOST_MS), signal);
  }
}
