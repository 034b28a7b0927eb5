import { parse } from 'csv-parse/sync';
import { type Line, MAX_LINES, toLine } from './sheet.rules.ts';

/** The lines of a CSV text under any usual delimiter; undefined when there are too many. */
export function readCsv(text: string, columns: number): Line[] | undefined {
  const told = /^\uFEFF?sep=(.)\r?\n/i.exec(text);
  const body = told ? text.slice(told[0].length) : text.replace(/^\uFEFF/, '');
  const records: string[][] = parse(body, {
    delimiter: told?.[1] ?? delimiterOf(body),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    // One more than is allowed tells that there are too many, and bounds the work.
    to: MAX_LINES * 2,
  });
  const first = told ? 2 : 1;
  const lines = records.flatMap((cells, at) => toLine(at + first, cells.map(unwrapped), columns) ?? []);
  return lines.length > MAX_LINES ? undefined : lines;
}

/** The one that occurs most evenly in the first lines. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/, 20).filter(Boolean);
  const score = (mark: string) =>
    lines.filter((line) => line.includes(mark)).length * 100 + (lines.join('').split(mark).length - 1);
  return [',', '\t', ';', '|'].reduce((best, mark) => (score(mark) > score(best) ? mark : best));
}

/** `="010…"` is how a zero is kept from Excel, `'=…` how a formula is defused: both mean the text within. */
function unwrapped(cell: string): string {
  return cell.replace(/^="([^"]*)"$/, '$1').replace(/^'(?=[=+\-@])/, '');
}
