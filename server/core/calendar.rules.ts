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

/** The time of day there and then: HH:MM. */
export function clockIn(timezone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant);
}

/** Minutes since midnight of HH:MM, or of HH:MM:SS as the database has it. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** HH:MM of a database time. */
export function toClock(time: string | null): string | null {
  return time?.slice(0, 5) ?? null;
}
