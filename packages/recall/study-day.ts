const DAY_STARTS_AT = 4;
const DAY_MS = 86_400_000;

/** Clocks differ from UTC by quarters of an hour, everywhere since 1972: within one it is the same day. */
const QUARTER_MS = 900_000;
/** Those of a month. */
const MOST_KEPT = 3000;

type Clock = { readonly format: Intl.DateTimeFormat; readonly days: Map<number, string> };
const clocks = new Map<string, Clock>();

function clockOf(timezone: string): Clock {
  const known = clocks.get(timezone);
  if (known) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { ...parts, timeZone: timezone, hourCycle: 'h23' });
  const clock = { format, days: new Map<number, string>() };
  clocks.set(timezone, clock);
  return clock;
}

/**
 * The study day of a moment (milliseconds since 1970), as YYYY-MM-DD: it starts at 04:00 by the academy's clock, so that
 * who studies past midnight is still in the same day (spec/05). Throws a RangeError for a time zone that does not exist.
 */
export function studyDayOf(at: number, timezone: string): string {
  const { format, days } = clockOf(timezone);
  const quarter = Math.floor(at / QUARTER_MS);
  const day = days.get(quarter) ?? dayBy(format, at);
  if (days.size >= MOST_KEPT) days.clear();
  days.set(quarter, day);
  return day;
}

function dayBy(format: Intl.DateTimeFormat, at: number): string {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  return Number(parts.hour) < DAY_STARTS_AT ? addDays(date, -1) : date;
}

/** Days are YYYY-MM-DD and have no time zone. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
