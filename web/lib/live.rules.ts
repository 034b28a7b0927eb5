import { MOST_MISSED_MS, type News } from '@seodang/contract/system.ts';

const scopes = ['lecture_id', 'enrollment_id', 'user_id'] as const;

function isScope(part: unknown): part is Partial<News> {
  return typeof part === 'object' && part !== null;
}

/**
 * A key starts with its topic: `['attendance', 12, { lecture_id: 3 }]`. News of another lecture, enrolment or user than
 * an object in the key names does not concern it.
 */
export function concerns(key: readonly unknown[], { topic, ...scope }: News): boolean {
  const elsewhere = key
    .filter(isScope)
    .some((part) =>
      scopes.some(
        (name) => part[name] !== undefined && scope[name] !== undefined && part[name] !== scope[name],
      ),
    );
  return key[0] === topic && !elsewhere;
}

/** Whether a connection that opens may come too late for some news: the server tells the first that is tried what it missed, as far back as it keeps it. */
export function mayHaveMissed({ isFirst, unheard_ms }: { isFirst: boolean; unheard_ms: number }): boolean {
  return !isFirst || unheard_ms > MOST_MISSED_MS;
}

const HEALTHY_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;

/** How long to wait before listening again, and what failures are behind that: a connection that ends at once is one. */
export function afterListening({ failures, lasted_ms }: { failures: number; lasted_ms: number }) {
  const before = lasted_ms < HEALTHY_MS ? failures : 0;
  return { failures: before + 1, wait_ms: Math.min(1000 * 2 ** before, LONGEST_PAUSE_MS) };
}
