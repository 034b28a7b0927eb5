import type { CellState, RequirementState } from '@seodang/contract/progress.ts';

/** What was judged of a student in a class session; null where nothing was yet. */
type Judged = {
  video_state: RequirementState | null;
  exam_state: RequirementState | null;
  homework_state: RequirementState | null;
  completed: boolean | null;
  is_overridden: boolean | null;
};

const fine: ReadonlySet<RequirementState> = new Set(['not_required', 'passed', 'excused']);

/** One word for a cell of the matrix; undefined where the student may not enter the session at all. */
export function cellStateOf(judged: Judged | undefined): CellState {
  if (!judged) return 'none';
  const { video_state, exam_state, homework_state } = judged;
  if (!video_state || !exam_state || !homework_state) return 'not_due';
  if (judged.completed) return 'complete';
  if (judged.is_overridden) return 'failed';
  const states = [video_state, exam_state, homework_state];
  if (states.includes('failed')) return 'failed';
  if (states.every((state) => fine.has(state) || state === 'not_due')) return 'not_due';
  const left = (['video_left', 'exam_left', 'homework_left'] as const).filter(
    (_, i) => !fine.has(states[i] ?? 'pending'),
  );
  return left.length === 1 && left[0] ? left[0] : 'several_left';
}

/** Whether a cell counts for what is asked of a student so far. */
export const isDue = (state: CellState): boolean => state !== 'none' && state !== 'not_due';
