import { memory } from '../../lib/store.ts';
import type { Interval } from './coverage.ts';
import type { KeptEvents } from './event-queue.ts';

/** What a page could not send before it went away, and the token that it would have sent it with. */
export type Leftovers = { token: string; intervals: Interval[]; events: KeptEvents };

/** Each viewer and video has its own place in this browser: other people sign in on the same device. */
export function leftoversOf(userId: number, videoId: number) {
  const key = `playback.${userId}.${videoId}`;
  return {
    read(): Leftovers | undefined {
      try {
        return JSON.parse(memory.read(key) ?? 'null') ?? undefined;
      } catch {
        return undefined;
      }
    },
    write: (left: Leftovers | undefined): void => memory.write(key, left && JSON.stringify(left)),
  };
}

const seenKey = (caseId: number | null) => `warning-seen.${caseId}`;

/** Whether this browser has shown the warning of a case. */
export const warnings = {
  wasSeen: (caseId: number | null): boolean => caseId !== null && memory.read(seenKey(caseId)) !== undefined,
  saw: (caseId: number | null): void => {
    if (caseId !== null) memory.write(seenKey(caseId), 'yes');
  },
};
