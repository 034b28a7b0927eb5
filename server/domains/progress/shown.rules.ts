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

/** As students and parents see it: a result that is not shown to them yet is not told by its consequences either. */
export function asShown<Row extends Judged>(row: Row): Row {
  const isTold = row.exam_state === 'passed' || row.exam_state === 'failed';
  if (!row.has_hidden_result || !isTold) return row;
  const codes = codesOf(row).filter((code) => code !== 'EXAM_FAILED' && code !== 'EXAM_MISSING');
  return {
    ...row,
    ...{ exam_state: 'pending', exam_score: null },
    ...(!row.is_overridden && { completed: false, completed_at: null }),
    meta: { codes: row.is_overridden ? codes : [...codes, 'EXAM_MISSING'] },
  };
}

/** Why a session is not complete. */
export function codesOf({ meta }: { meta: unknown }): ProgressCode[] {
  return (meta as { codes?: ProgressCode[] } | null)?.codes ?? [];
}
