import type { NoticeKind } from '@seodang/contract/notices.ts';
import { dayIn, nextDayIn } from '#core/calendar.rules.ts';
import { type QuietHours, quietUntil } from './hours.rules.ts';

export type Verdict =
  | { do: 'send' }
  | { do: 'withdraw'; reason: 'changed' | 'past' | 'refused' | 'gone' }
  | { do: 'wait'; for: 'quiet_hours' | 'budget'; until: Date };

export type Circumstances = {
  kind: NoticeKind;
  /** What it tells is still so. */
  stands: boolean;
  /** The day it is news of, YYYY-MM-DD. */
  about_on: string | null;
  refused: readonly string[];
  quiet: QuietHours;
  timezone: string;
  now: Date;
  /** Null where it costs nothing. */
  spent: { today: number; month: number } | null;
  budget_day: number | null;
  budget_month: number | null;
};

/** Whether a message goes out now, later or never. Safety asks nobody's leave but is still never about a past day. */
export function verdictOf(about: Circumstances): Verdict {
  const { kind, stands, about_on, timezone, now } = about;
  if (!stands) return { do: 'withdraw', reason: 'changed' };
  if (about_on !== null && about_on < dayIn(timezone, now)) return { do: 'withdraw', reason: 'past' };
  if (kind === 'safety') return { do: 'send' };
  if (about.refused.includes(kind)) return { do: 'withdraw', reason: 'refused' };
  const morning = quietUntil(timezone, now, about.quiet);
  if (morning) return { do: 'wait', for: 'quiet_hours', until: morning };
  return spentOut(about) ? { do: 'wait', for: 'budget', until: nextDayIn(timezone, now) } : { do: 'send' };
}

function spentOut({ spent, budget_day, budget_month }: Circumstances): boolean {
  if (!spent) return false;
  return spent.today >= (budget_day ?? Infinity) || spent.month >= (budget_month ?? Infinity);
}

const LEASE_MS = 5 * 60_000;
const FIRST_WAIT_MS = 30_000;
/** So often a message that was refused is tried again, from half a minute to a quarter of an hour apart. */
export const MOST_ATTEMPTS = 6;

/** When somebody who was handed a message and never answered counts as dead. */
export function leaseEnd(sending_at: Date): Date {
  return new Date(sending_at.getTime() + LEASE_MS);
}

export function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + FIRST_WAIT_MS * 2 ** (attempts - 1));
}
