/** One line of a spreadsheet under the number that the spreadsheet itself shows; empty lines are left out. */
export type Line = { row: number; cells: string[] };
export type Sheet = { name: string; lines: Line[] };

/** Of lists of people; whoever reads wider files says so. */
export const MAX_COLUMNS = 100;
export const MAX_CELL = 2001;
/** 5,000 students and what stands above them. */
export const MAX_LINES = 5100;

/** A cell as text: composed, without control characters, cut off where no field is that long. */
export function cellText(text: string): string {
  const clean = text
    .slice(0, MAX_CELL)
    .normalize('NFC')
    .replace(/[^\P{Cc}\n\t]|[\u200b\ufeff]/gu, '');
  return withoutResidentNumber(clean).trim();
}

/** Academies may not keep resident registration numbers (개인정보 보호법 제24조의2); the birthday in them is enough. */
function withoutResidentNumber(text: string): string {
  return text.replace(/(?<!\d)(\d{6})\s?-?\s?([1-8])\d{6}(?!\d)/g, '$1-$2******');
}

/** The line up to so many columns, unless nothing is in it. */
export function toLine(row: number, cells: readonly string[], columns: number): Line | undefined {
  const texts = Array.from({ length: Math.min(cells.length, columns) }, (_, at) => cellText(cells[at] ?? ''));
  while (texts.length > 0 && texts.at(-1) === '') texts.pop();
  return texts.length === 0 ? undefined : { row, cells: texts };
}

/** A, B, … Z, AA: a column as spreadsheets call it, from 0. */
export function columnLetter(index: number): string {
  const before = Math.floor(index / 26) - 1;
  return `${before >= 0 ? columnLetter(before) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** `BC12` as column and row, both from 0. */
export function cellPlace(reference: string): { column: number; row: number } | undefined {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference) ?? [];
  if (!letters || !digits) return undefined;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(digits) - 1 };
}
