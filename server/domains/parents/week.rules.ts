const DAY_MS = 86_400_000;

/** The Monday of the week that a day (YYYY-MM-DD) is in. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return daysAfter(day, -weekday);
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

const FRIDAY = 5;

/** Whether the reports of this week are due: from Friday afternoon on, and over the weekend if the server was off. */
export function isReportTime(day: string, clock: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return weekday > FRIDAY || (weekday === FRIDAY && clock >= '17:00');
}
