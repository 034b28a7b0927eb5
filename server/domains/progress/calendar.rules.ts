/** The calendar day there and then: YYYY-MM-DD. */
export function dayIn(timezone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(instant);
}

const HOUR_MS = 3600 * 1000;

/** The first moment of the day after: found by the hour, since days with a clock change are not 24 hours long. */
export function nextDayIn(timezone: string, instant: Date): Date {
  const today = dayIn(timezone, instant);
  let hour = Math.floor(instant.getTime() / HOUR_MS) * HOUR_MS;
  do hour += HOUR_MS;
  while (dayIn(timezone, new Date(hour)) === today);
  // Zones with half-hour offsets turn the day within that hour.
  const half = hour - HOUR_MS / 2;
  return new Date(dayIn(timezone, new Date(half)) === today ? hour : half);
}
