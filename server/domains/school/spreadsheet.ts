import { decodeText, type Encoding } from '#core/decode-text.ts';
import { refuse } from '#core/problem.ts';
import { BadZip } from '#core/zip.ts';
import { readCsv } from './csv.ts';
import { MAX_COLUMNS, type Sheet } from './sheet.rules.ts';
import { readXlsx, TooManyLines } from './xlsx.ts';

export type Spreadsheet = { format: 'csv' | 'xlsx'; encoding: Encoding | null; sheets: Sheet[] };

type Reason = 'empty' | 'too_many_rows' | 'too_large' | 'damaged' | 'old_excel_or_encrypted' | 'not_text';

/**
 * Reads a CSV or XLSX file by what it is, not by what it is called. Refuses with `import_unreadable` and a `reason`;
 * what it costs is bounded by our limits, whatever the file claims; what is beyond `columns` is left out.
 */
export function readSpreadsheet(bytes: Buffer, columns = MAX_COLUMNS): Spreadsheet {
  const spreadsheet = isZip(bytes) ? fromXlsx(bytes, columns) : fromCsv(bytes, columns);
  const sheets = spreadsheet.sheets.filter(({ lines }) => lines.length > 0);
  return sheets.length > 0 ? { ...spreadsheet, sheets } : unreadable('empty');
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
const isOldOffice = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));

function fromXlsx(bytes: Buffer, columns: number): Spreadsheet {
  try {
    return { format: 'xlsx', encoding: null, sheets: readXlsx(bytes, columns) };
  } catch (error) {
    if (error instanceof BadZip) unreadable(error.reason);
    if (error instanceof TooManyLines) unreadable('too_many_rows');
    throw error;
  }
}

function fromCsv(bytes: Buffer, columns: number): Spreadsheet {
  if (isOldOffice(bytes)) unreadable('old_excel_or_encrypted');
  const { text, encoding } = decodeText(bytes) ?? unreadable('not_text');
  if (text.includes('\u0000')) unreadable('not_text');
  const lines = readLines(text, columns) ?? unreadable('too_many_rows');
  return { format: 'csv', encoding, sheets: [{ name: '', lines }] };
}

function readLines(text: string, columns: number) {
  try {
    return readCsv(text, columns);
  } catch (error) {
    // What csv-parse can't make sense of, e.g. a quote that is never closed.
    if ((error as { code?: string }).code?.startsWith('CSV_')) unreadable('damaged');
    throw error;
  }
}

function unreadable(reason: Reason): never {
  refuse('import_unreadable', { reason });
}
