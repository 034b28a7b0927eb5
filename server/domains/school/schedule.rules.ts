import type { PlannedSession, Weekly } from '@seodang/contract/lectures.ts';

export type Plan = {
  starts_on?: string | undefined;
  schedule: readonly Weekly[];
  session_count: number;
  skip: readonly string[];
};

const DAY_MS = 86_400_000;

/** The class sessions of a weekly schedule from its first day on, without the skipped days; no schedule, no dates. */
export function planSessions({ starts_on, schedule, session_count, skip }: Plan): PlannedSession[] {
  const planned: PlannedSession[] = [];
  if (!starts_on || schedule.length === 0) {
    for (let regular_order = 1; regular_order <= session_count; regular_order++) {
      planned.push({ regular_order, date: null, starts_at: null, ends_at: null });
    }
    return planned;
  }
  const off = new Set(skip);
  for (let day = Date.parse(starts_on); planned.length < session_count; day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    if (off.has(date)) continue;
    for (const { starts_at, ends_at } of classesOn(day, schedule)) {
      if (planned.length < session_count)
        planned.push({ regular_order: planned.length + 1, date, starts_at, ends_at });
    }
  }
  return planned;
}

function classesOn(day: number, schedule: readonly Weekly[]): Weekly[] {
  const weekday = new Date(day).getUTCDay() || 7;
  return schedule
    .filter((weekly) => weekly.weekday === weekday)
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at));
}

/** What is wrong with a schedule, by JSON pointer; empty when nothing is. */
export function faultsOf({ starts_on, schedule, session_count }: Omit<Plan, 'skip'>) {
  const faults = schedule.flatMap(({ starts_at, ends_at }, index) =>
    ends_at > starts_at
      ? []
      : [{ pointer: `/schedule/${index}/ends_at`, message: 'must be after starts_at' }],
  );
  if (schedule.length > 0 && session_count > 0 && !starts_on)
    faults.push({ pointer: '/starts_on', message: 'is needed with a schedule' });
  return faults;
}

type Dated = { date: string | null; starts_at: string | null };

/** Where a class session belongs among those already in order: after the last one that is not later; undated ones go last. */
export function placeByDate(inOrder: readonly Dated[], { date, starts_at }: Dated): number {
  if (!date) return inOrder.length;
  const key = `${date} ${starts_at ?? '24:00'}`;
  return inOrder.findLastIndex((other) => other.date && `${other.date} ${other.starts_at ?? ''}` <= key) + 1;
}
