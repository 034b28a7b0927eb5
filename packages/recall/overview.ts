import { addDays } from './study-day.ts';
import type { QuestionKind } from './written.ts';

/** Study days in a row that end today, or yesterday while today is young. */
export function streakOf(days: Iterable<string>, today: string): number {
  const studied = new Set(days);
  let day = studied.has(today) ? today : addDays(today, -1);
  let streak = 0;
  for (; studied.has(day); day = addDays(day, -1)) streak += 1;
  return streak;
}

const FORECAST_DAYS = 14;

/** What comes due on each of the next days; what is overdue is due today. */
export function forecastOf(due: ReadonlyMap<string, number>, today: string) {
  const days = Array.from({ length: FORECAST_DAYS }, (_, at) => ({ day: addDays(today, at), due: 0 }));
  for (const [day, count] of due) {
    const place = days.find((one) => one.day === (day < today ? today : day));
    if (place) place.due += count;
  }
  return days;
}

/** The chance of a right answer without knowing anything. */
function guessOf({ kind, choices }: { kind: QuestionKind; choices: number }): number {
  if (kind === 'single' && choices > 1) return 1 / choices;
  return kind === 'multiple' && choices > 1 ? 1 / (2 ** choices - 1) : 0;
}

/**
 * The part of predicted right answers that is knowledge: what is right is known or guessed, so known = (right - guess) /
 * (1 - guess) (Abbott's formula, 1925).
 */
export function knownOf(right: number, question: { kind: QuestionKind; choices: number }): number {
  const guess = guessOf(question);
  return Math.max(0, (right - guess) / (1 - guess));
}

const Z = 1.959_964;

/** How often questions of one name (a subject, a tag) were answered and passed, and how many of them are chronic. */
export type Tally = { name: string; attempts: number; passed: number; chronic: number };
export type Weakness = Tally & { rate: number; low: number; high: number };

/** A share with its 95 % interval (Wilson 1927): few answers say little. */
export function weaknessOf(row: Tally): Weakness {
  const { attempts, passed } = row;
  if (attempts === 0) return { ...row, rate: 0, low: 0, high: 1 };
  const rate = passed / attempts;
  const square = Z ** 2 / attempts;
  const middle = (rate + square / 2) / (1 + square);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / attempts + square / (4 * attempts))) / (1 + square);
  return { ...row, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Surely weak before perhaps weak. */
export function weakestFirst(rows: readonly Tally[]): Weakness[] {
  return rows
    .map(weaknessOf)
    .sort((a, b) => a.high - b.high || b.attempts - a.attempts || (a.name < b.name ? -1 : 1));
}
