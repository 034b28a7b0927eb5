/** A cell as it was written, and over how many columns and rows it goes; 0 rows are all that follow. */
export type Cell = { text: string; columns: number; rows: number };

/** People merge some cells of a table; a file must not make a small table immense. */
const MOST_FILLED = 10_000;
const MOST_REPEATED = 20_000;

type Slot = { text: string; isFirst: boolean };

/** Each cell in every place that it goes over; undefined when that is beyond measure. */
function gridOf(rows: readonly (readonly Cell[])[]): Slot[][] | undefined {
  const grid: Slot[][] = rows.map(() => []);
  let filled = 0;
  for (const [top, cells] of rows.entries()) {
    let left = 0;
    for (const { text, columns, rows: height } of cells) {
      while (grid[top]?.[left]) left += 1;
      const bottom = height === 0 ? rows.length : Math.min(top + height, rows.length);
      filled += (bottom - top) * columns - 1;
      if (filled > MOST_FILLED) return undefined;
      for (const [down, row] of grid.slice(top, bottom).entries())
        for (let at = left; at < left + columns; at += 1)
          row[at] ??= { text, isFirst: down === 0 && at === left };
      left += columns;
    }
  }
  return grid;
}

/** Where cells begin: columns that others only reach into are nothing to see. */
const begunIn = (grid: readonly Slot[][]) =>
  new Set(grid.flatMap((row) => row.flatMap(({ isFirst }, at) => (isFirst ? [at] : []))));

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/**
 * Rows of cells as our text writes tables. What goes over several places stands in each of them, so that every place still
 * says what it said; undefined when that would be immense.
 */
export function tableOf(rows: readonly (readonly Cell[])[]): string | undefined {
  const grid = gridOf(rows);
  const cells = sumOf(rows.map(({ length }) => length));
  if (!grid || sumOf(grid.map(({ length }) => length)) > cells + 2 * MOST_FILLED) return undefined;
  const columns = begunIn(grid);
  const slots = grid
    .filter((row) => row.some(({ isFirst }) => isFirst))
    .map((row) => Array.from(row).filter((_, at) => columns.has(at)));
  if (sumOf(slots.flat().map((slot) => (slot?.isFirst === false ? slot.text.length : 0))) > MOST_REPEATED)
    return undefined;
  const [head = [], ...others] = slots.map((row) => row.map((slot) => written(slot?.text ?? '')));
  return [line(head), line(head.map(() => '---')), ...others.map(line)].join('\n');
}

/** A row is one line, and a bar in a cell is written \|. */
const written = (text: string) =>
  text
    .replace(/[ \t\n]+/g, ' ')
    .trim()
    .replaceAll('|', '\\|');
