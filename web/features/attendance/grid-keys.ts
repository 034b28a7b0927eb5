import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const at = (grid: HTMLElement, row: number, column: number) =>
  grid.querySelector<HTMLElement>(`[data-row="${row}"][data-col="${column}"]`);

/** The next place that can be marked in that direction: places that are closed or out of sight are stepped over. */
function nextIn(grid: HTMLElement, from: HTMLElement, [rows, columns]: readonly [number, number]) {
  const most = Number(grid.dataset.rows) + Number(grid.dataset.cols);
  let row = Number(from.dataset.row);
  let column = Number(from.dataset.col);
  for (let step = 0; step < most; step++) {
    row += rows;
    column += columns;
    const place = at(grid, row, column);
    if (place?.offsetParent) return place;
  }
  return undefined;
}

/** Moves the focus by an arrow key; true when the key was one. The focus stays at the border, it is never lost. */
export function moveByKey(event: KeyboardEvent<HTMLElement>): boolean {
  const step = steps[event.key];
  const from = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-row]');
  if (!step || !from) return false;
  event.preventDefault();
  nextIn(event.currentTarget, from, step)?.focus();
  return true;
}

/** After a mark the next student down has the focus, so that a class is marked in one go. */
export function moveDown(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-row]');
  if (from) nextIn(event.currentTarget, from, [1, 0])?.focus();
}
