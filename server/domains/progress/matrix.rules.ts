import type { CellState, RequirementState } from '@seodang/contract/progress.ts';

type Judged = {
  video_state: RequirementState;
  exam_state: RequirementState;
  homework_state: RequirementState;
  completed: boolean;
  is_overridden: boolean;
};

const fine: ReadonlySet<RequirementState> = new Set(['not_required', 'passed', 'excused']);

/** One word for a cell of the matrix; `seated` says whether the student may enter the session at all. */
export function cellStateOf(seated: boolean, judged: Judged | undefined): CellState {
  if (!seated) return 'none';
  if (!judged) return 'not_due';
  if (judged.completed) return 'complete';
  if (judged.is_overridden) return 'failed';
  const { video_state, exam_state, homework_state } = judged;
  const states = [video_state, exam_state, homework_state];
  if (states.includes('failed')) return 'failed';
  if (states.every((state) => fine.has(state) || state === 'not_due')) return 'not_due';
  const left = (['video_left', 'exam_left', 'homework_left'] as const).filter(
    (_, i) => !fine.has(states[i] ?? 'pending'),
  );
  return left.length === 1 && left[0] ? left[0] : 'several_left';
}
