import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type Place, placeAfter, windowOf } from './matrix.rules.ts';

/** Pixels; the same in the style sheet. */
export const rowHeight = 32;
/** Fewer cells than this are all drawn, so that the browser can search and print them. */
const drawnWhole = 4000;

/** Which rows to draw; follows the scrolling of a long list. */
export function useRowWindow(scroll: RefObject<HTMLElement | null>, rows: number, columns: number) {
  const [seen, setSeen] = useState({ top: 0, height: 900 });
  const onScroll = () => {
    const element = scroll.current;
    if (!element || rows * columns <= drawnWhole) return;
    const { scrollTop, clientHeight } = element;
    // A new picture only after some rows, not at every pixel.
    const top = Math.floor(scrollTop / (4 * rowHeight)) * 4 * rowHeight;
    setSeen((before) =>
      before.top === top && before.height === clientHeight ? before : { top, height: clientHeight },
    );
  };
  const range =
    rows * columns <= drawnWhole
      ? { first: 0, last: rows }
      : windowOf(seen.top, seen.height + 4 * rowHeight, rowHeight, rows);
  return { ...range, onScroll };
}

/** One cell at a time is in the order of Tab; arrows move from cell to cell and bring them into sight. */
export function useGridKeys(scroll: RefObject<HTMLElement | null>, size: Place) {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const wanted = useRef(false);
  const focus = useCallback(() => {
    wanted.current = true;
    setActive((place) => ({ ...place }));
  }, []);
  useEffect(() => {
    setActive(({ row, column }) => ({
      row: Math.max(0, Math.min(row, size.row - 1)),
      column: Math.max(0, Math.min(column, size.column - 1)),
    }));
  }, [size.row, size.column]);
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const cell = scroll.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.column}"]`);
    if (!cell) return;
    wanted.current = false;
    cell.focus();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const onCell = event.target instanceof HTMLElement && event.target.dataset.cell !== undefined;
    const next = onCell ? placeAfter(event.key, event.ctrlKey, active, size) : undefined;
    if (!next || event.altKey || event.metaKey) return;
    event.preventDefault();
    wanted.current = true;
    bringIntoSight(scroll.current, next.row);
    setActive(next);
  };
  return { active, setActive, focus, onKeyDown };
}

const headerHeight = 64;

function bringIntoSight(element: HTMLElement | null, row: number): void {
  if (!element) return;
  const top = row * rowHeight;
  const bottom = top + rowHeight + headerHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight)
    element.scrollTop = bottom - element.clientHeight;
}
