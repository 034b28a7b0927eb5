export type Place = { row: number; column: number };

/** Where a key leads from a cell; undefined for keys that do not move. */
export function placeAfter(key: string, whole: boolean, { row, column }: Place, size: Place) {
  const steps: Record<string, Place> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
    Home: { row: whole ? 0 : row, column: 0 },
    End: { row: whole ? size.row - 1 : row, column: size.column - 1 },
  };
  const next = steps[key];
  const clamp = (value: number, length: number) => Math.max(0, Math.min(value, length - 1));
  return next && { row: clamp(next.row, size.row), column: clamp(next.column, size.column) };
}

/** What is in sight: from where, and how much of it, in pixels. */
export type Sight = { from: number; extent: number };

/** Which of many things in a line, each so long, to draw: those in sight and some around them. */
export function windowOf({ from, extent }: Sight, each: number, count: number, around: number) {
  const first = Math.max(0, Math.floor(from / each) - around);
  const last = Math.min(count, Math.ceil((from + extent) / each) + around);
  return { first: Math.min(first, Math.max(0, count - 1)), last };
}

/** The same in whole blocks. */
export function inBlocks({ first, last }: { first: number; last: number }, size: number, count: number) {
  return { first: Math.floor(first / size) * size, last: Math.min(count, Math.ceil(last / size) * size) };
}

/** What is searched in names, and whether only who has something unfinished is shown. */
export type Wanted = { search: string; unfinishedOnly: boolean };

/** Rows whose name has what is searched in it, whatever its case, and of which something is unfinished if asked for. */
export function finding<Row>(nameOf: (row: Row) => string, isUnfinished: (row: Row) => boolean) {
  return (rows: readonly Row[], { search, unfinishedOnly }: Wanted): Row[] => {
    const part = search.trim().toLowerCase();
    return rows.filter(
      (row) => nameOf(row).toLowerCase().includes(part) && (!unfinishedOnly || isUnfinished(row)),
    );
  };
}
