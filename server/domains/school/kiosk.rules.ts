import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import { minutesOf } from '#core/calendar.rules.ts';

/** Ten codes of nobody within a minute, and the kiosk waits out the rest of it. */
export const MISSES_ALLOWED = 10;
export const MISSES_WITHIN_SECONDS = 60;

type Misses = { misses: number; misses_from: Date | null };

/** The misses after one more; a minute after the first they are counted anew. */
export function afterMiss({ misses, misses_from }: Misses, now: Date): { misses: number; misses_from: Date } {
  const fresh = !misses_from || secondsSince(misses_from, now) >= MISSES_WITHIN_SECONDS;
  return fresh ? { misses: 1, misses_from: now } : { misses: misses + 1, misses_from };
}

/** How many seconds this kiosk must wait; 0 when it may go on. */
export function waitOf({ misses, misses_from }: Misses, now: Date): number {
  if (misses < MISSES_ALLOWED || !misses_from) return 0;
  return Math.max(0, Math.ceil(MISSES_WITHIN_SECONDS - secondsSince(misses_from, now)));
}

function secondsSince(then: Date, now: Date): number {
  return (now.getTime() - then.getTime()) / 1000;
}

type Timed = { starts_at: string | null; ends_at: string | null };

/** The class that somebody at the door at this time comes for: the first that is not over, else the last. */
export function classFor<T extends Timed>(byTheClock: readonly T[], clock: string): T | undefined {
  return byTheClock.find(({ ends_at }) => (ends_at ?? '24:00') > clock) ?? byTheClock.at(-1);
}

/** Present until `late_after_minutes` after the start, late from then on. */
export function statusAt(
  starts_at: string | null,
  clock: string,
  late_after_minutes: number,
): 'PRESENT' | 'LATE' {
  if (!starts_at) return 'PRESENT';
  return minutesOf(clock) > minutesOf(starts_at) + late_after_minutes ? 'LATE' : 'PRESENT';
}

const waiting: readonly AttendanceStatus[] = ['UNSET', 'ABSENT', 'EXCUSED', 'ONLINE'];

/** Whoever was marked as away may still turn up; who is marked as there has checked in. */
export function isAwaited(status: AttendanceStatus): boolean {
  return waiting.includes(status);
}
