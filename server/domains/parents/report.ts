import { WeeklyReport } from '@seodang/contract/parents.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { clockIn, dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { tellFamily } from '#domains/notices/index.ts';
import { type Child, findChild, listClinics } from './lessons.queries.ts';
import { lessonsOf, mustBeOwnChild } from './lessons.ts';
import { findReport, insertReport, listUnreported } from './report.queries.ts';
import { reportMessage, totalsOf } from './report.rules.ts';
import { daysAfter, isReportTime, mondayOf } from './week.rules.ts';

const SUNDAY = 6;

/** The report of the week that a day is in, as it was sent, or how that week stands now. */
export function childReport(scope: Scope, student_id: number, day?: string): Promise<WeeklyReport> {
  return scope.tx(async (tx, scope) => {
    const child = await mustBeOwnChild(tx, scope, student_id);
    const week_on = mondayOf(day ?? dayIn(child.timezone, scope.now));
    const kept = await findReport(tx, student_id, week_on);
    return kept ? WeeklyReport.decode(kept.content as never) : reportOf(tx, child, week_on, scope.now);
  });
}

async function reportOf(tx: Tx, child: Child, week_on: string, now: Date): Promise<WeeklyReport> {
  const { student_id, name, academy, timezone, locale } = child;
  const until_on = daysAfter(week_on, SUNDAY);
  const lessons = await lessonsOf(tx, student_id, { from: week_on, to: until_on, now });
  const following = { from: daysAfter(until_on, 1), to: daysAfter(until_on, SUNDAY + 1), now };
  return {
    ...{ student_id, student_name: name, academy, timezone, locale, week_on, until_on },
    ...{ made_at: now, is_final: false },
    ...totalsOf(lessons, { day: dayIn(timezone, now), clock: clockIn(timezone, now) }),
    lessons,
    clinic: await listClinics(tx, student_id, { from: week_on, now }),
    next: await lessonsOf(tx, student_id, following),
  };
}

/** Each Friday: the report of the week of everybody who had class, told once. */
export const reportUpkeep: readonly Upkeep[] = [
  { name: 'parents.report_week', every: 'hour', step: (scope, limit) => reportWeek(scope, limit) },
];

function reportWeek(scope: Scope, limit: number): Promise<number> {
  return scope.tx(async (tx, { now }) => {
    const { timezone } = await findAcademy(tx);
    const today = dayIn(timezone, now);
    if (!isReportTime(today, clockIn(timezone, now))) return 0;
    const week_on = mondayOf(today);
    const students = await listUnreported(tx, { week_on, until_on: daysAfter(week_on, SUNDAY) }, limit);
    for (const student_id of students) {
      const child = await findChild(tx, student_id);
      if (child) await sendReport(tx, child, week_on, now);
    }
    return students.length;
  });
}

async function sendReport(tx: Tx, child: Child, week_on: string, now: Date): Promise<void> {
  const report = { ...(await reportOf(tx, child, week_on, now)), is_final: true };
  const content = JSON.stringify(WeeklyReport.encode(report));
  const { student_id } = child;
  const id = await insertReport(tx, { student_id, week_on, content, made_at: now });
  if (id === undefined) return;
  await tellFamily(tx, {
    ...{ kind: 'study', template: 'report', dedupe_key: `report:${student_id}:${week_on}` },
    ...{ subject_id: id, student_id, text: reportMessage(report), runAt: now, occurred_at: now },
  });
}
