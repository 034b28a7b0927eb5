import { parse } from 'csv-parse/sync';
import { decodeCp949 } from './cp949.ts';
import { type Line, MAX_LINES, toLine } from './sheet.rules.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp949';

/** Text of a file that does not say how it is encoded: by byte-order mark, else UTF-8 if it is valid, else CP949 (Korean Excel). */
export function decodeText(bytes: Buffer): { text: string; encoding: Encoding } | undefined {
  const encoding = encodingOf(bytes);
  try {
    if (encoding === 'cp949') return { text: decodeCp949(bytes), encoding };
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 2000);
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  if (Math.max(...zeros) > head.length / 8)
    return (zeros[1] ?? 0) > (zeros[0] ?? 0) ? 'utf-16le' : 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'cp949';
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The lines of a CSV text under any usual delimiter; undefined when there are too many. */
export function readCsv(text: string): Line[] | undefined {
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
  const lines = records.flatMap((cells, at) => toLine(at + first, cells.map(unwrapped)) ?? []);
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
