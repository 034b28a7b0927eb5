import type { TodayClass } from '@seodang/contract/attendance.ts';
import type { Page } from '@seodang/contract/list.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { dayIn, toClock } from '#core/calendar.rules.ts';
import { toPage } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { listExpected } from './attendance.queries.ts';
import { toAttendance } from './attendance.ts';
import * as queries from './today.queries.ts';

export type TodayQuery = { page: number; page_size: number; date?: string | undefined };
export type Today = Page<TodayClass> & { date: string; timezone: string };

/** Who is expected on a day, class by class by the clock, and who has come. The day is the academy's own. */
export function today(scope: Scope, query: TodayQuery, url: string): Promise<Today> {
  return scope.tx(async (tx, scope) => {
    const { timezone } = await findAcademy(tx);
    const date = query.date ?? dayIn(timezone, scope.now);
    const classes = await queries.listClassesOn(tx, scope, date, query);
    const expected = await listExpected(
      tx,
      classes.map(({ id }) => id),
    );
    const bySession = Map.groupBy(expected.map(toAttendance(scope)), (row) => row.session_id);
    const results = classes.map((one) => ({
      ...one,
      starts_at: toClock(one.starts_at),
      ends_at: toClock(one.ends_at),
      students: bySession.get(one.id) ?? [],
    }));
    const count = await queries.countClassesOn(tx, scope, date);
    return { ...toPage(url, query, count, results), date, timezone };
  });
}
