import { readXml } from '#core/xml.rules.ts';
import { cellPlace, type Line, MAX_CELL, MAX_LINES, toLine } from './sheet.rules.ts';

/** Texts that cells refer to by number. Readings above ideographs are no part of them. */
export function readSharedStrings(xml: string): string[] {
  const texts: string[] = [];
  let text = '';
  let isText = false;
  let isReading = false;
  readXml(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 't') isText = true;
      else if (name === 'rPh') isReading = true;
    },
    close: (name) => {
      if (name === 'si') texts.push(unescaped(text));
      else if (name === 't') isText = false;
      else if (name === 'rPh') isReading = false;
    },
    text: (some) => {
      if (isText && !isReading && text.length < MAX_CELL) text += some;
    },
  });
  return texts;
}

/** Excel writes control characters as _x000D_. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

// Built-in formats that show a day (ECMA-376, 18.8.30), those of Korean Excel included.
const isBuiltInDay = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** By cell style: whether its numbers are calendar days. */
export function readDayStyles(xml: string): boolean[] {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  readXml(xml, {
    open: (name, attribute) => {
      if (name === 'numFmt')
        custom.set(Number(attribute('numFmtId')), isDayFormat(attribute('formatCode') ?? ''));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attribute('numFmtId') ?? 0);
        styles.push(custom.get(id) ?? isBuiltInDay(id));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

function isDayFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  return /y/i.test(bare) || (/d/i.test(bare) && /m/i.test(bare));
}

/** The calendar day of a serial number: days since 1899-12-30 or 1904-01-01. */
export function serialDay(serial: number, from1904: boolean): string {
  const day = new Date((Math.floor(serial) - (from1904 ? 24_107 : 25_569)) * 86_400_000);
  return Number.isNaN(day.getTime()) ? String(serial) : day.toISOString().slice(0, 10);
}

export type Book = { strings: readonly string[]; dayStyles: readonly boolean[]; from1904: boolean };
type Merge = { top: number; left: number; bottom: number; right: number };
type Cell = { row: number; column: number; type: string; style: number; value: string };

/**
 * The lines of a sheet up to so many columns: values that formulas had when the file was saved, merged cells filled with what they show.
 * Undefined when there are too many lines.
 */
export function readSheet(xml: string, book: Book, columns: number): Line[] | undefined {
  const rows = new Map<number, string[]>();
  const merges: Merge[] = [];
  readCells(xml, merges, (cell) => {
    const text = shown(cell, book);
    if (text === '' || cell.column >= columns) return true;
    const cells = rows.get(cell.row) ?? [];
    cells[cell.column] = text;
    rows.set(cell.row, cells);
    return rows.size <= MAX_LINES;
  });
  if (rows.size > MAX_LINES) return undefined;
  for (const merge of merges) fill(rows, { ...merge, right: Math.min(merge.right, columns - 1) });
  return [...rows].sort(([a], [b]) => a - b).flatMap(([row, cells]) => toLine(row + 1, cells, columns) ?? []);
}

function readCells(xml: string, merges: Merge[], take: (cell: Cell) => boolean): void {
  let cell: Cell = { row: -1, column: -1, type: 'n', style: 0, value: '' };
  let isValue = false;
  let isEnough = false;
  readXml(xml, {
    open: (name, attribute) => {
      if (name === 'row') cell = { ...cell, row: Number(attribute('r') ?? cell.row + 2) - 1, column: -1 };
      else if (name === 'c') {
        const place = cellPlace(attribute('r') ?? '') ?? { row: cell.row, column: cell.column + 1 };
        cell = { ...place, type: attribute('t') ?? 'n', style: Number(attribute('s') ?? 0), value: '' };
      } else if (name === 'mergeCell') merges.push(...mergeOf(attribute('ref') ?? ''));
      else if (name === 'v' || name === 't') isValue = true;
    },
    close: (name) => {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c' && !isEnough) isEnough = !take(cell);
    },
    text: (text) => {
      if (isValue && cell.value.length < MAX_CELL) cell.value += text;
    },
  });
}

function shown({ type, style, value }: Cell, book: Book): string {
  if (type === 's') return book.strings[Number(value)] ?? '';
  if (type === 'inlineStr' || type === 'str') return unescaped(value);
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'd') return value.slice(0, 10);
  const number = Number(value);
  if (type !== 'n' || value === '' || Number.isNaN(number)) return value;
  return book.dayStyles[style] ? serialDay(number, book.from1904) : String(number);
}

function mergeOf(reference: string): Merge[] {
  const [from, to] = reference.split(':').map((part) => cellPlace(part));
  if (!from || !to) return [];
  return [{ top: from.row, left: from.column, bottom: to.row, right: to.column }];
}

/** Only rows that exist are filled, so a merge over a whole column costs nothing. */
function fill(rows: Map<number, string[]>, { top, left, bottom, right }: Merge): void {
  const text = rows.get(top)?.[left];
  if (text === undefined) return;
  for (const [row, cells] of rows) {
    if (row < top || row > bottom) continue;
    for (let column = left; column <= right; column += 1) cells[column] = text;
  }
}
