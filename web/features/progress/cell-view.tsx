import { Flash } from '../../ui/flash.tsx';
import { cellTones } from '../video/cell-badge.tsx';
import { useVideoWords } from '../video/words.ts';
import { cellSigns } from './cell-signs.ts';
import styles from './matrix.module.css';
import type { MatrixCell } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** What a cell says in full, e.g. "영상 남음 45%". */
export function useCellText(): (cell: MatrixCell) => string {
  const { cells } = useVideoWords();
  return ({ state, video_progress_rate: rate }) =>
    cells[state] + (state === 'video_left' && rate > 0 ? ` ${rate}%` : '');
}

/** A cell in colour, sign and a short word or percent; lights up when it changes. */
export function CellFace({ cell }: { cell: MatrixCell }) {
  const { short } = useProgressWords();
  const Sign = cellSigns[cell.state];
  const { state, video_progress_rate: rate } = cell;
  return (
    <Flash value={`${state} ${rate}`}>
      <span className={`${styles.face} ${styles[cellTones[state]]}`} data-state={state}>
        {state !== 'none' && <Sign size={13} stroke={2.2} aria-hidden />}
        {state === 'video_left' && rate > 0 ? `${rate}%` : short[state]}
      </span>
    </Flash>
  );
}

/** The same without words, for a row of dots. */
export function CellDot({ cell }: { cell: MatrixCell }) {
  const Sign = cellSigns[cell.state];
  return (
    <Flash value={`${cell.state} ${cell.video_progress_rate}`}>
      <span className={`${styles.dot} ${styles[cellTones[cell.state]]}`}>
        <Sign size={13} stroke={2.2} aria-hidden />
      </span>
    </Flash>
  );
}
