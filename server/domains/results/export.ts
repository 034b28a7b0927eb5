import type { ExamGrid } from '@seodang/contract/statistics.ts';
import writeXlsxFile from 'write-excel-file/node';
import { audit } from '#core/audit.ts';
import type { Scope } from '#core/scope.ts';
import { XLSX_TYPE } from '#core/xlsx-file.ts';
import { csvLine } from '#domains/school/index.ts';
import { examGrid } from './statistics.ts';

type Wanted = { format: 'csv' | 'xlsx'; cells: 'answers' | 'marks' };

/** Everybody's answers and scores as CSV (with the BOM by which Excel knows UTF-8) or XLSX; who took it is recorded. */
export async function exportResults(scope: Scope, exam_id: number, { format, cells }: Wanted) {
  const grid = await examGrid(scope, exam_id);
  await scope.tx((tx, scope) =>
    audit(tx, scope, {
      action: 'results.export',
      subject_type: 'exam',
      subject_id: exam_id,
      after: { format, cells, count: grid.rows.length },
    }),
  );
  const lines = linesOf(grid, cells);
  const file_name = `exam-${exam_id}-results.${format}`;
  if (format === 'csv') {
    const text = lines.map((line) => csvLine(line.map(String))).join('');
    const content = Buffer.from(`\uFEFF${text}`);
    return { file_name, content_type: 'text/csv; charset=utf-8', content };
  }
  const [titles = [], ...rows] = lines;
  const bold = titles.map((value) => ({ ...toCell(value), fontWeight: 'bold' as const }));
  const columns = titles.map((_, at) => ({ width: widths[at] ?? 8 }));
  const sheet = { sheet: '결과', stickyRowsCount: 1, columns };
  const content = await writeXlsxFile([bold, ...rows.map((row) => row.map(toCell))], sheet).toBuffer();
  return { file_name, content_type: XLSX_TYPE, content };
}

const widths = [10, 14, 8, 8];
type Cell = string | number;

/** Numbers can be sorted and added up; answers stay text, whatever they begin with. */
const toCell = (value: Cell) =>
  typeof value === 'number' ? { type: Number, value } : { type: String, value };

function linesOf({ questions, rows, absent }: ExamGrid, cells: Wanted['cells']): Cell[][] {
  const head = ['번호', '이름', '석차', '점수', ...questions.map(({ number }) => String(number))];
  const present = rows.map((row) => {
    const byQuestion = new Map(row.cells.map((cell) => [cell.exam_question_id, cell]));
    const told = questions.map(({ id }) => {
      const cell = byQuestion.get(id);
      if (!cell || cells === 'answers') return cell?.answer ?? '';
      return cell.is_correct === null ? '' : cell.is_correct ? 'O' : 'X';
    });
    return [row.enrollment_id, row.student_name, row.rank, row.total_score, ...told];
  });
  const missing = absent.map(({ enrollment_id, student_name }) => [
    ...[enrollment_id, student_name, '', '결시'],
    ...questions.map(() => ''),
  ]);
  return [head, ...present, ...missing];
}
