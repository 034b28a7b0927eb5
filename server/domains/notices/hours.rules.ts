import { clockIn, minutesOf } from '#core/calendar.rules.ts';

export type QuietHours = { quiet_from: string | null; quiet_until: string | null };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** When the quiet hours that hold now are over, to the minute; undefined while it is not quiet. They may span midnight. */
export function quietUntil(
  timezone: string,
  now: Date,
  { quiet_from, quiet_until }: QuietHours,
): Date | undefined {
  if (!quiet_from || !quiet_until || quiet_from === quiet_until) return undefined;
  const [from, until, at] = [quiet_from, quiet_until, clockIn(timezone, now)].map(minutesOf) as [
    number,
    number,
    number,
  ];
  const isQuiet = from < until ? at >= from && at < until : at >= from || at < until;
  if (!isQuiet) return undefined;
  const minutes = (until - at + DAY_MINUTES) % DAY_MINUTES;
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS);
}
