import type { ListQuery } from '@seodang/contract/list.ts';
import type { AttendanceType, RequirementState } from '@seodang/contract/progress.ts';
import { offsetOf, orderOf, toPage } from '#core/list.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { isStaff } from '#domains/school/index.ts';
import * as queries from './session-progress.queries.ts';
import { asShown, codesOf } from './shown.rules.ts';

type ProgressQuery = ListQuery & {
  enrollment_id?: number | undefined;
  session?: number | undefined;
  lecture?: number | undefined;
  completed?: boolean | undefined;
};

const fulfilled = (state: RequirementState) => ['not_required', 'passed', 'excused'].includes(state);

/** Progress per student and class session, of those whom the caller may know of. */
export function listSessionProgress(scope: Scope, query: ProgressQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.progressOrders, [{ column: 'updated_at', direction: 'desc' }]);
    const window = { ...offsetOf(query), order };
    const rows = await queries.listProgress(tx, scope, query, isStaff(scope), window);
    const count = await queries.countProgress(tx, scope, query, isStaff(scope));
    const shown = isStaff(scope) ? rows : rows.map(asShown);
    return toPage(url, query, count, shown.map(toSessionProgress));
  });
}

/** One verdict, of somebody whom the caller may know of. */
export function getSessionProgress(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const [row] = await queries.listProgress(tx, scope, { id }, isStaff(scope), one);
    return toSessionProgress(isStaff(scope) ? found(row) : asShown(found(row)));
  });
}
const one = { limit: 1, offset: 0, order: [] } as const;

/** The source's booleans are derived from the states; nothing that has not been judged counts as passed or failed. */
function toSessionProgress({ has_hidden_result: _, ...row }: queries.ProgressRow) {
  return {
    ...row,
    calculated_at: row.updated_at,
    attendance_type: row.attendance_type as AttendanceType,
    meta: { codes: codesOf(row) },
    video_completed: fulfilled(row.video_state),
    exam_passed: fulfilled(row.exam_state),
    homework_passed: fulfilled(row.homework_state),
  };
}
