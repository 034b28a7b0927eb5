import { useMemo } from 'react';
import { useDates } from '../../lib/dates.ts';
import { finding } from '../../ui/matrix/matrix.rules.ts';
import { Legend } from '../../ui/matrix/matrix-parts.tsx';
import { MatrixView } from '../../ui/matrix/matrix-view.tsx';
import type { MatrixOf } from '../../ui/matrix/types.ts';
import { cellTones } from '../video/cell-badge.tsx';
import { useVideoWords } from '../video/words.ts';
import { cellSigns, cellStates } from './cell-signs.ts';
import { CellDot, CellFace, useCellText } from './cell-view.tsx';
import { CellList, CellWhy } from './cell-why.tsx';
import { hasLeft, ratesOf } from './matrix.rules.ts';
import type { Matrix, MatrixRow, MatrixSession } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** "3차시", or "보강" for a make-up class. */
function useSessionName(): (session: MatrixSession | undefined) => string {
  const words = useProgressWords();
  return (session) =>
    session?.regular_order == null ? words.makeUp : words.sessionOf(session.regular_order);
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
  const textOf = useCellText();
  const columns = useColumns(matrix);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names of columns follow the matrix and the language
  return useMemo(
    () => ({
      label: words.ofLecture(matrix.lecture_title),
      corner: words.students,
      columns,
      rowKey: (row) => row.enrollment_id,
      head: (row) => ({
        name: row.student_name,
        note: words.doneOf(row.completed_sessions, row.due_sessions),
      }),
      cells: (row) =>
        row.cells.map((cell, at) => ({
          label: words.cellOf(row.student_name, columns[at]?.name ?? '', textOf(cell)),
          said: textOf(cell),
          face: <CellFace cell={cell} />,
          dot: <CellDot cell={cell} />,
        })),
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
  const entries = cellStates
    .filter((state) => state !== 'none')
    .map((state) => ({ key: state, tone: cellTones[state], sign: cellSigns[state], name: cells[state] }));
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
