import type { Cell, ClassSession, Row } from './attendance.queries.ts';
import styles from './grid.module.css';
import marked from './marks.module.css';
import { toneOf } from './marks.ts';
import { useAttendanceWords } from './words.ts';

export type Place = { cell: Cell; row: Row; session: ClassSession; rowAt: number; colAt: number };
type Props = {
  place: Place;
  status: Cell['status'];
  /** Where the tab key stops in the grid; arrows go on from there. */
  isStop: boolean;
  press: () => void;
  open: () => void;
};

/** One student in one class session. */
export function MarkCell({
  place: { cell, row, session, rowAt, colAt },
  status,
  isStop,
  press,
  open,
}: Props) {
  const words = useAttendanceWords();
  return (
    <button
      type="button"
      className={`${styles.cell} ${status === 'UNSET' ? '' : marked.tinted}`}
      data-row={rowAt}
      data-col={colAt}
      data-id={cell.id}
      data-tone={toneOf(status)}
      data-memo={cell.memo ? true : undefined}
      title={cell.memo ?? undefined}
      tabIndex={isStop ? 0 : -1}
      aria-label={words.markOf(row.student_name, session.title, words.statuses[status])}
      onClick={press}
      onContextMenu={(event) => {
        event.preventDefault();
        open();
      }}
    >
      {status === 'UNSET' ? '·' : words.statuses[status]}
    </button>
  );
}
