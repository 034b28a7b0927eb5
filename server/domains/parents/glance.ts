import type { ChildGlance } from '@seodang/contract/parents.ts';
import { dayIn } from '#core/calendar.rules.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { findLinkExpiry } from '#domains/notices/index.ts';
import { listClinics, listStandings } from './lessons.queries.ts';
import { lessonsOf, mustBeOwnChild } from './lessons.ts';
import { listReportWeeks } from './report.queries.ts';
import { listRequestsOf } from './requests.queries.ts';
import { toRequest } from './requests.ts';
import { daysAfter } from './week.rules.ts';

const TWO_WEEKS = 14;

/** One child as its family sees it: where it stands, what was, what comes, what was asked. */
export function childGlance(scope: Scope, student_id: number): Promise<ChildGlance> {
  return scope.tx(async (tx, scope) => {
    const { name, academy, timezone } = await mustBeOwnChild(tx, scope, student_id);
    const { now } = scope;
    const today = dayIn(timezone, now);
    const span = { from: daysAfter(today, -TWO_WEEKS), to: daysAfter(today, TWO_WEEKS), now };
    return {
      ...{ student_id, name, academy, timezone, today },
      lectures: await listStandings(tx, student_id, { today, now }),
      lessons: await lessonsOf(tx, student_id, span),
      requests: (await listRequestsOf(tx, student_id)).map(toRequest),
      clinic: await listClinics(tx, student_id, span),
      reports: await listReportWeeks(tx, student_id),
    };
  });
}

/** Whose page the caller's link opens, and until when. */
export function familyLink(scope: Scope): Promise<{ student_id: number; expires_at: Date }> {
  const { actor } = scope;
  if (actor.kind !== 'family') refuse('forbidden');
  return scope.tx(async (tx) => ({
    student_id: actor.student_id,
    expires_at: found(await findLinkExpiry(tx, actor.link_id)),
  }));
}
