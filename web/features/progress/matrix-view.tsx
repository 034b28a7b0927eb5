import { useMemo } from 'react';
import { useDates } from '../../lib/dates.ts';
import { finding } from '../../ui/matrix/matrix.rules.ts';
import { Legend } from '../../ui/matrix/matrix-parts.tsx';
import { MatrixView } from '../../ui/matrix/matrix-view.tsx';
import type { MatrixOf } from '../../ui/matrix/types.ts';
import { useVideoWords } from '../video/words.ts';
import { cellLook, cellStates } from './cell-signs.ts';
import { CellList, CellWhy } from './cell-why.tsx';
import { hasLeft, ratesOf } from './matrix.rules.ts';
import type { Matrix, MatrixCell, MatrixRow, MatrixSession } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** "3차시", or "보강" for a make-up class. */
function useSessionName(): (session: MatrixSession | undefined) => string {
  const words = useProgressWords();
  return (session) =>
    session?.regular_order == null ? words.makeUp : words.sessionOf(session.regular_order);
}

/** "45%" of a video that is left, or the word for its state. */
function saidIn(
  names: Record<MatrixCell['state'], string>,
  { state, video_progress_rate: rate }: MatrixCell,
  alone: boolean,
) {
  if (state !== 'video_left' || rate === 0) return names[state];
  return alone ? `${rate}%` : `${names[state]} ${rate}%`;
}

function useColumns(matrix: Matrix) {
  const words = useProgressWords();
  const dates = useDates();
  const nameOf = useSessionName();
  const rates = useMemo(() => ratesOf(matrix), [matrix]);
  return matrix.sessions.map((session, at) => {
    const rate = rates[at];
    return {
      key: session.id,
      name: nameOf(session),
      detail: session.date ? dates.shortDay(session.date) : '–',
      tip: rate === undefined ? session.title : `${session.title} · ${words.doneInSession(rate)}`,
      rate,
    };
  });
}

/** What the matrix shows for each student and class session. */
export function useMatrix(matrix: Matrix): MatrixOf<MatrixRow> {
  const words = useProgressWords();
  const { cells: states } = useVideoWords();
  const columns = useColumns(matrix);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names of columns follow the matrix and the language
  return useMemo(
    () => ({
      label: words.ofLecture(matrix.lecture_title),
      corner: words.students,
      columns,
      looks: cellStates.map(cellLook),
      rowKey: (row) => row.enrollment_id,
      head: (row) => ({
        name: row.student_name,
        note: words.doneOf(row.completed_sessions, row.due_sessions),
      }),
      cell: (row, at) => {
        const cell = row.cells[at];
        if (!cell) return undefined;
        const said = saidIn(states, cell, false);
        return {
          label: words.cellOf(row.student_name, columns[at]?.name ?? '', said),
          said,
          look: cellLook(cell.state),
          value: `${cell.state} ${cell.video_progress_rate}`,
          text: saidIn(words.short, cell, true),
        };
      },
      why: (row, at, close) => {
        const [session, cell] = [matrix.sessions[at], row.cells[at]];
        if (!session || !cell) return undefined;
        const label = `${row.student_name} · ${session.title}`;
        return { label, body: <CellWhy {...{ matrix, row, session, cell, close }} /> };
      },
      opened: (row) => <CellList matrix={matrix} row={row} names={columns.map(({ name }) => name)} />,
    }),
    [matrix, words],
  );
}

const rowsFor = finding<MatrixRow>((row) => row.student_name, hasLeft);

/** The matrix of a lecture with its search, filter and legend. */
export function ProgressMatrix({ matrix }: { matrix: Matrix }) {
  const words = useProgressWords();
  const { cells } = useVideoWords();
  const entries = cellStates.flatMap((state) => {
    const { tone, sign } = cellLook(state);
    return tone ? [{ key: state, tone, sign, name: cells[state] }] : [];
  });
  return (
    <MatrixView
      matrix={useMatrix(matrix)}
      rows={matrix.rows}
      rowsFor={rowsFor}
      legend={<Legend label={words.legend} entries={entries} />}
      words={words}
    />
  );
}
