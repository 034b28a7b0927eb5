import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import type { OwnLecture } from './student.queries.ts';
import { useVideoWords } from './words.ts';

export type CellState = OwnLecture['rows'][number]['cells'][number]['state'];

export const cellTones: Record<CellState, Tone> = {
  none: 'idle',
  not_due: 'idle',
  complete: 'ok',
  failed: 'bad',
  video_left: 'warn',
  exam_left: 'info',
  homework_left: 'info',
  several_left: 'warn',
};

/** What is left of a class session, in one word: the same for staff, students and parents. */
export function CellBadge({ state, rate }: { state: CellState; rate?: number | undefined }) {
  const { cells } = useVideoWords();
  const percent = state === 'video_left' && rate ? ` ${rate}%` : '';
  return <StatusBadge tone={cellTones[state]}>{cells[state] + percent}</StatusBadge>;
}
