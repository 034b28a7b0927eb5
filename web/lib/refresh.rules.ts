import type { Problem } from '@seodang/contract/problem.ts';

/** After a refusal that says nothing about the sign-in, nobody asks again before then; all hear of it instead. */
export type Hold = { failures: number; until: number };

const LONGEST_HOLD_MS = 30_000;

/** How long a server that could not renew a token is left alone: ever longer, or as long as it says. */
export function holdAfter(
  before: Hold | undefined,
  { status, retry_after_seconds: told }: Pick<Problem, 'status'> & { retry_after_seconds?: unknown },
  now: number,
): Hold | undefined {
  // Without network nobody is kept busy, and it may be back at any moment.
  if (status === 0) return undefined;
  const failures = (before?.failures ?? 0) + 1;
  const wanted = Math.max(500 * 2 ** failures, typeof told === 'number' ? told * 1000 : 0);
  return { failures, until: now + Math.min(wanted, LONGEST_HOLD_MS) };
}

/** A server that refuses what it has just issued will do so again. */
const TRUSTED_MS = 10_000;

/** A request that was refused as nobody's: the token it was sent with, the present one, when a refusal last renewed one. */
export type Refused = { sent: string | undefined; token: string | undefined; renewed_at: number };

/** Whoever waited while others renewed the token sends again with theirs; one refusal after another ends there. */
export function afterRefusal(
  { sent, token, renewed_at }: Refused,
  now: number,
): 'resend' | 'renew' | 'give_up' {
  if (token !== undefined && token !== sent) return 'resend';
  return now - renewed_at < TRUSTED_MS ? 'give_up' : 'renew';
}
