import { Readable } from 'node:stream';
import type { StudentFilter } from '@seodang/contract/people.ts';
import { formatPhone } from '@seodang/contract/phone.ts';
import writeXlsxFile from 'write-excel-file/node';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { dayIn } from '#core/calendar.rules.ts';
import { orderOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { csvLine } from './export.rules.ts';
import * as queries from './students.queries.ts';

type Filter = Omit<StudentFilter, 'page' | 'page_size' | 'deleted'> & { format: 'csv' | 'xlsx' };
export type ExportedFile = { file_name: string; content_type: string; content: Readable | Buffer };

/** The headers are those that the import recognises, so that a file may be edited and come back. */
const headers = [
  ...['이름', '학교', '학년', '휴대폰', '학부모 연락처', '생년월일', '출결번호'],
  ...['아이디', '강의', '메모', '등록일'],
];
const widths = [12, 16, 8, 16, 16, 12, 12, 18, 30, 30, 12];
const BATCH = 1000;
const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The students of a filter as CSV (streamed, with the BOM by which Excel knows UTF-8) or XLSX; who took it is recorded. */
export async function exportStudents(scope: Scope, filter: Filter): Promise<ExportedFile> {
  const timezone = await scope.tx(async (tx, scope) => {
    const count = await queries.countStudents(tx, scope, filter);
    const { format, ...where } = filter;
    await audit(tx, scope, {
      action: 'students.export',
      subject_type: 'student',
      subject_id: null,
      after: { format, count, where },
    });
    return (await findAcademy(tx)).timezone;
  });
  const rows = cellsOf(scope, filter, timezone);
  const file_name = `students-${dayIn(timezone, scope.now)}.${filter.format}`;
  const content = filter.format === 'csv' ? Readable.from(csv(rows)) : await xlsx(rows);
  return { file_name, content_type: types[filter.format], content };
}

/** A short transaction a batch, so that a slow reader keeps no connection. */
async function* cellsOf(scope: Scope, filter: Filter, timezone: string): AsyncGenerator<string[]> {
  const orders = orderOf(filter, queries.studentOrder, [{ column: 'name', direction: 'asc' }]);
  for (let offset = 0; ; offset += BATCH) {
    const rows = await scope.tx((tx, scope) =>
      queries.listStudents(tx, scope, filter, { orders, limit: BATCH, offset }),
    );
    yield* rows.map((row) => toCells(row, timezone));
    if (rows.length < BATCH) return;
  }
}

function toCells(row: queries.StudentRow, timezone: string): string[] {
  const lectures = row.lectures.filter(({ status }) => status !== 'INACTIVE').map(({ title }) => title);
  return [
    row.name,
    row.school ?? '',
    row.grade ?? '',
    formatPhone(row.phone ?? ''),
    formatPhone(row.parent_phone ?? ''),
    row.birth_on ?? '',
    row.attendance_code ?? '',
    row.login_id ?? '',
    lectures.join(', '),
    row.memo ?? '',
    dayIn(timezone, row.created_at),
  ];
}

async function* csv(rows: AsyncIterable<string[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(headers)}`;
  for await (const cells of rows) yield csvLine(cells);
}

const days = new Set(['생년월일', '등록일']);

/** Days are days; all else stays text when it is edited, also numbers that begin with 0 and what looks like a formula. */
function toCell(value: string, at: number) {
  if (days.has(headers[at] ?? '') && value >= FIRST_DAY)
    return { type: Date, value: new Date(value), format: 'yyyy-mm-dd' };
  return { type: String, value, format: '@' };
}

/** Before it, spreadsheets count days differently. */
const FIRST_DAY = '1900-03-01';

async function xlsx(rows: AsyncIterable<string[]>): Promise<Buffer> {
  const lines = [];
  for await (const cells of rows) lines.push(cells.map(toCell));
  const title = headers.map((value) => ({ value, fontWeight: 'bold' as const }));
  const columns = widths.map((width) => ({ width }));
  return writeXlsxFile([title, ...lines], { sheet: '학생', columns, stickyRowsCount: 1 }).toBuffer();
}
