import type { ProgressCode, RequirementState } from '@seodang/contract/progress.ts';

type Judged = {
  exam_state: RequirementState | null;
  exam_score: number | null;
  completed: boolean | null;
  completed_at: Date | null;
  is_overridden: boolean | null;
  has_hidden_result: boolean;
  meta: unknown;
};

type Outcome = Pick<Judged, 'exam_state' | 'is_overridden' | 'has_hidden_result'>;

/** A result that is not shown to students and parents yet is not told by what follows from it either. */
export function outcomeShown<Row extends Outcome & { completed: boolean | null }>(row: Row): Row {
  return isWithheld(row)
    ? { ...row, exam_state: 'pending', completed: row.is_overridden ? row.completed : false }
    : row;
}

/** The same of everything that is known of a session. */
export function asShown<Row extends Judged>(row: Row): Row {
  if (!isWithheld(row)) return row;
  const codes = codesOf(row).filter((code) => code !== 'EXAM_FAILED' && code !== 'EXAM_MISSING');
  return {
    ...outcomeShown(row),
    exam_score: null,
    completed_at: row.is_overridden ? row.completed_at : null,
    meta: { codes: row.is_overridden ? codes : [...codes, 'EXAM_MISSING'] },
  };
}

const isWithheld = ({ has_hidden_result, exam_state }: Outcome) =>
  has_hidden_result && (exam_state === 'passed' || exam_state === 'failed');

/** Why a session is not complete. */
export function codesOf({ meta }: { meta: unknown }): ProgressCode[] {
  return (meta as { codes?: ProgressCode[] } | null)?.codes ?? [];
}
