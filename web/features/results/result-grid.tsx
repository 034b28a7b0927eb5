import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { finding } from '../../ui/matrix/matrix.rules.ts';
import { Fact, Legend, WhyHead } from '../../ui/matrix/matrix-parts.tsx';
import { MatrixView } from '../../ui/matrix/matrix-view.tsx';
import type { MatrixOf } from '../../ui/matrix/types.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { type Mark, markOf, marks } from './marks.ts';
import { type Grid, gridQuery } from './results.queries.ts';
import { useResultWords } from './words.ts';

type Row = Grid['rows'][number];

const rowsFor = finding<Row>(
  ({ student_name }) => student_name,
  ({ cells }) => cells.some(({ is_correct }) => is_correct === false),
);

/** How many percent have each question right. */
function ratesOf({ questions, rows }: Grid): number[] {
  return questions.map((_, at) => {
    const right = rows.filter(({ cells }) => cells[at]?.is_correct).length;
    return Math.round((100 * right) / Math.max(1, rows.length));
  });
}

function useMatrix(grid: Grid): MatrixOf<Row> {
  const words = useResultWords();
  return useMemo(() => {
    const rates = ratesOf(grid);
    const said = (cell: Row['cells'][number]) =>
      `${words.marks[markOf(cell)]}${cell.answer ? ` (${cell.answer})` : ''}`;
    const numberAt = (at: number) => grid.questions[at]?.number ?? 0;
    return {
      label: words.views.grid,
      corner: words.student,
      columns: grid.questions.map(({ id, number }, at) => ({
        key: id,
        name: words.question(number),
        detail: `${rates[at]}%`,
        tip: `${words.facility} ${rates[at]}%`,
        rate: rates[at],
      })),
      looks: Object.values(marks),
      rowKey: ({ enrollment_id }) => enrollment_id,
      head: ({ student_name, total_score }) => ({ name: student_name, note: words.points(total_score) }),
      cell: ({ student_name, cells }, at) => {
        const cell = cells[at];
        if (!cell) return undefined;
        const mark = markOf(cell);
        return {
          label: words.cellOf(student_name, numberAt(at), said(cell)),
          said: said(cell),
          ...{ look: marks[mark], value: `${mark} ${cell.answer}`, text: cell.answer },
        };
      },
      why: ({ student_name, cells }, at, close) => {
        const [cell, question] = [cells[at], grid.questions[at]];
        if (!cell || !question) return undefined;
        const of = `${words.number} ${question.number} · ${words.marks[markOf(cell)]}`;
        const body = (
          <>
            <WhyHead name={student_name} of={of} close={close} />
            <Fact name={words.given} value={cell.answer || words.marks.blank} />
            <Fact name={words.worth} value={words.of(cell.score, question.points)} />
          </>
        );
        return { label: `${student_name} · ${question.number}`, body };
      },
      opened: ({ cells }) =>
        cells.map((cell, at) => (
          <li key={cell.exam_question_id}>
            <Fact name={`${words.number} ${numberAt(at)}`} value={said(cell)} />
          </li>
        )),
    };
  }, [grid, words]);
}

function Matrix({ grid }: { grid: Grid }) {
  const words = useResultWords();
  const entries = (Object.keys(marks) as Mark[]).map((mark) => ({
    ...{ key: mark, name: words.marks[mark], ...marks[mark] },
  }));
  return (
    <MatrixView
      matrix={useMatrix(grid)}
      rows={grid.rows}
      rowsFor={rowsFor}
      legend={<Legend label={words.legend} entries={entries} />}
      words={words.matrix}
    />
  );
}

/** Every answer of every student. */
export function ResultGrid({ exam_id }: { exam_id: number }) {
  const grid = useQuery(gridQuery(exam_id));
  return <QueryView query={grid}>{(found) => <Matrix grid={found} />}</QueryView>;
}
