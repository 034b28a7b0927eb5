import type { PolicyDraft, PolicyPreview } from '@seodang/contract/progress-policies.ts';
import { cellStateOf } from './matrix.rules.ts';
import type { CellRow, StandingRow } from './policies.queries.ts';
import { codesOf } from './shown.rules.ts';

type Fault = { pointer: string; message: string };
type Ordered = keyof PolicyDraft;

/** What a draft contradicts itself in, by field; what one field alone may be says its schema. */
export function faultsOf(draft: PolicyDraft): Fault[] {
  const after = (later: Ordered, earlier: Ordered, isFine: boolean): Fault[] =>
    isFine ? [] : [{ pointer: `/${later}`, message: `must not come before ${earlier}` }];
  return [
    ...after(
      'exam_end_session_order',
      'exam_start_session_order',
      draft.exam_end_session_order >= draft.exam_start_session_order,
    ),
    ...after(
      'homework_end_session_order',
      'homework_start_session_order',
      draft.homework_end_session_order >= draft.homework_start_session_order,
    ),
    ...after('danger_after', 'warning_after', draft.danger_after > draft.warning_after),
    ...after(
      'low_score_danger_after',
      'low_score_warning_after',
      draft.low_score_danger_after > draft.low_score_warning_after,
    ),
  ];
}

type Judged = { cells: readonly CellRow[]; standings: readonly StandingRow[] };

/** What differs between two judgements of the same lecture, in the order of names and sessions. */
export function differenceOf(before: Judged, after: Judged): Omit<PolicyPreview, 'messages'> {
  const cellsBefore = new Map(before.cells.map((cell) => [keyOf(cell), verdictOf(cell)]));
  const cells = after.cells.flatMap((cell) => {
    const [was, is] = [cellsBefore.get(keyOf(cell)), verdictOf(cell)];
    if (!was || JSON.stringify(was) === JSON.stringify(is)) return [];
    const { enrollment_id, student_name, session_id, session_title, regular_order } = cell;
    return [
      {
        ...{ enrollment_id, student_name, session_id, session_title, regular_order },
        before: sideOf(was),
        after: sideOf(is),
      },
    ];
  });
  const levels = new Map(before.standings.map((one) => [one.enrollment_id, one.risk_level]));
  const risks = after.standings.flatMap(({ enrollment_id, student_name, risk_level }) => {
    const was = levels.get(enrollment_id) ?? 'NORMAL';
    return was === risk_level ? [] : [{ enrollment_id, student_name, before: was, after: risk_level }];
  });
  const turned = (to: boolean) =>
    cells.filter(
      ({ before, after }) => (after.state === 'complete') === to && (before.state === 'complete') !== to,
    ).length;
  return { cells, risks, now_complete: turned(true), now_incomplete: turned(false) };
}

const keyOf = ({ enrollment_id, session_id }: CellRow) => `${enrollment_id}:${session_id}`;

function verdictOf({ video_state, exam_state, homework_state, completed, is_overridden, meta }: CellRow) {
  return {
    ...{ video_state, exam_state, homework_state, completed, is_overridden },
    codes: codesOf({ meta }),
  };
}

const sideOf = ({ codes, ...judged }: ReturnType<typeof verdictOf>) => ({
  state: cellStateOf(judged),
  codes,
});
