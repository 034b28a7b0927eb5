import { Dot, Face } from '../../ui/matrix/matrix-parts.tsx';
import { cellTones } from '../video/cell-badge.tsx';
import { useVideoWords } from '../video/words.ts';
import { cellSigns } from './cell-signs.ts';
import type { MatrixCell } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** What a cell says in full, e.g. "영상 남음 45%". */
export function useCellText(): (cell: MatrixCell) => string {
  const { cells } = useVideoWords();
  return ({ state, video_progress_rate: rate }) =>
    cells[state] + (state === 'video_left' && rate > 0 ? ` ${rate}%` : '');
}

function lookOf({ state, video_progress_rate: rate }: MatrixCell) {
  return {
    tone: state === 'none' ? undefined : cellTones[state],
    sign: cellSigns[state],
    value: `${state} ${rate}`,
  };
}

/** A cell in colour, sign and a short word or percent. */
export function CellFace({ cell }: { cell: MatrixCell }) {
  const { short } = useProgressWords();
  const { state, video_progress_rate: rate } = cell;
  return <Face {...lookOf(cell)} text={state === 'video_left' && rate > 0 ? `${rate}%` : short[state]} />;
}

/** The same without words. */
export const CellDot = ({ cell }: { cell: MatrixCell }) => <Dot {...lookOf(cell)} />;
