import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { inBlocks, type Place, placeAfter, type Sight, windowOf } from './matrix.rules.ts';

/** Pixels; the same in the style sheet. */
export const rowHeight = 32;
/** Columns come and go by so many. */
export const blockSize = 4;
/** Fewer cells than this are all drawn, so that the browser can search and print them. */
const drawnWhole = 2500;

/** A new picture only after so many rows, not at every pixel. */
const step = 4;
const around = { rows: 6, columns: 2 };
type Seen = { rows: Sight; columns: Sight };
type Box = { height: number; width: number; columnWidth: number };

/** Which rows and which columns of a large matrix to draw; follows its scrolling. */
export function useWindow(scroll: RefObject<HTMLElement | null>, size: Place) {
  const [seen, setSeen] = useState<Seen>();
  const box = useRef<Box>(undefined);
  const isWhole = size.row * size.column <= drawnWhole;
  const look = useCallback(() => {
    const [element, measured] = [scroll.current, box.current];
    if (!element || !measured) return;
    const rows = sightOf(element.scrollTop, measured.height, step * rowHeight);
    const columns = sightOf(element.scrollLeft, measured.width, blockSize * measured.columnWidth);
    setSeen((before) =>
      isSame(before?.rows, rows) && isSame(before?.columns, columns) ? before : { rows, columns },
    );
  }, [scroll]);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element || isWhole) return;
    const measure = () => {
      box.current = boxOf(element, size.column);
      look();
    };
    const watching = new ResizeObserver(measure);
    watching.observe(element);
    measure();
    return () => watching.disconnect();
  }, [scroll, isWhole, size.column, look]);
  if (isWhole) return { rows: whole(size.row), columns: whole(size.column), onScroll: undefined };
  const columnWidth = box.current?.columnWidth ?? 72;
  const columns = windowOf(
    seen?.columns ?? { from: 0, extent: 900 },
    columnWidth,
    size.column,
    around.columns,
  );
  return {
    rows: windowOf(seen?.rows ?? { from: 0, extent: 600 }, rowHeight, size.row, around.rows),
    columns: inBlocks(columns, blockSize, size.column),
    onScroll: look,
  };
}

/** Measured when the size changes: asked for at every step of scrolling, it makes the browser lay the page out. */
function boxOf(element: HTMLElement, columns: number): Box {
  const { clientHeight: height, clientWidth: width } = element;
  return { height, width, columnWidth: (element.scrollWidth - nameWidthOf(element)) / columns };
}

const whole = (count: number) => ({ first: 0, last: count });
const isSame = (one: Sight | undefined, other: Sight) =>
  one?.from === other.from && one.extent === other.extent;
const nameWidthOf = (element: HTMLElement) =>
  element.querySelector<HTMLElement>('[role="columnheader"]')?.offsetWidth ?? 0;

function sightOf(from: number, extent: number, stride: number): Sight {
  return { from: Math.floor(from / stride) * stride, extent: extent + stride };
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
    bringIntoSight(scroll.current, next, size.column);
    setActive(next);
  };
  return { active, setActive, focus, onKeyDown };
}

const headerHeight = 64;

function bringIntoSight(element: HTMLElement | null, { row, column }: Place, columns: number): void {
  if (!element) return;
  const name = nameWidthOf(element);
  const width = (element.scrollWidth - name) / columns;
  if (column * width < element.scrollLeft) element.scrollLeft = column * width;
  else if (name + (column + 1) * width > element.scrollLeft + element.clientWidth)
    element.scrollLeft = name + (column + 1) * width - element.clientWidth;
  const top = row * rowHeight;
  const bottom = top + rowHeight + headerHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight)
    element.scrollTop = bottom - element.clientHeight;
}
