// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are not there, so this cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell takes the focus
import { Popover, Tooltip } from '@mantine/core';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import matrix from '../progress/matrix.module.css';
import { rowHeight, useGridKeys, useRowWindow } from '../progress/use-grid.ts';
import type { Grid, GridRow } from './audience.queries.ts';
import styles from './grid.module.css';
import { GridFace } from './grid-face.tsx';
import { GridWhy } from './grid-why.tsx';
import { useWatchingWords } from './watching.words.ts';

type Opened = { row: number; column: number; top: number; left: number; width: number };

/** Students by videos. Long lists draw only the rows in sight. */
export function VideoGrid({ grid, rows }: { grid: Grid; rows: readonly GridRow[] }) {
  const words = useWatchingWords();
  const { videos } = grid;
  const scroll = useRef<HTMLDivElement>(null);
  const seen = useRowWindow(scroll, rows.length, videos.length);
  const keys = useGridKeys(scroll, { row: rows.length, column: videos.length });
  const [opened, setOpened] = useState<Opened>();
  const { setActive } = keys;
  const open = useCallback(
    (row: number, column: number, button: HTMLElement) => {
      setActive({ row, column });
      const { offsetTop: top, offsetLeft: left, offsetWidth: width } = button;
      setOpened({ row, column, top, left, width });
    },
    [setActive],
  );
  const close = () => {
    setOpened(undefined);
    keys.focus();
  };
  return (
    <div
      ref={scroll}
      className={matrix.scroll}
      onScroll={seen.onScroll}
      onKeyDown={keys.onKeyDown}
      role="grid"
      aria-label={words.grid}
      aria-rowcount={rows.length + 1}
      aria-colcount={videos.length + 1}
    >
      <Header grid={grid} />
      <div style={{ height: seen.first * rowHeight }} />
      {rows.slice(seen.first, seen.last).map((row, index) => (
        <Row
          key={row.enrollment}
          row={row}
          index={seen.first + index}
          active={keys.active.row === seen.first + index ? keys.active.column : undefined}
          videos={videos}
          open={open}
        />
      ))}
      <div style={{ height: (rows.length - seen.last) * rowHeight }} />
      {opened && <Why opened={opened} grid={grid} row={rows[opened.row]} close={close} />}
    </div>
  );
}

/** Of each video how many percent of its students have completed it. */
function ratesOf({ videos, rows }: Grid): number[] {
  return videos.map((_, at) => {
    const states = rows.map(({ state }) => state[at]).filter((state) => state !== 'none');
    const done = states.filter((state) => state === 'completed').length;
    return states.length === 0 ? 0 : Math.floor((100 * done) / states.length);
  });
}

function Header({ grid }: { grid: Grid }) {
  const words = useWatchingWords();
  const rates = useMemo(() => ratesOf(grid), [grid]);
  return (
    <div role="row" className={matrix.header} aria-rowindex={1}>
      <div role="columnheader" className={matrix.name}>
        {words.students}
      </div>
      {grid.videos.map(({ id, title, regular_order, session_title }, at) => (
        <Tooltip key={id} label={`${session_title} · ${title} · ${rates[at]}%`} openDelay={300}>
          <div role="columnheader" className={matrix.session} aria-colindex={at + 2}>
            <strong>{words.session(regular_order, session_title)}</strong>
            <small className={styles.title}>{title}</small>
            <span className={matrix.rate} aria-hidden>
              <span style={{ width: `${rates[at]}%` }} />
            </span>
          </div>
        </Tooltip>
      ))}
    </div>
  );
}

type RowProps = {
  row: GridRow;
  index: number;
  active: number | undefined;
  videos: Grid['videos'];
  open: (row: number, column: number, button: HTMLElement) => void;
};

const Row = memo(function GridRowView({ row, index, active, videos, open }: RowProps) {
  const words = useWatchingWords();
  const done = row.state.filter((state) => state === 'completed').length;
  const all = row.state.filter((state) => state !== 'none').length;
  return (
    <div role="row" className={matrix.row} aria-rowindex={index + 2}>
      <div role="rowheader" className={matrix.name}>
        <span title={row.student_name}>{row.student_name}</span>
        <small>{words.doneOf(done, all)}</small>
      </div>
      {row.state.map((state, column) => {
        const video = videos[column];
        const percent = row.percent[column] ?? 0;
        const told = state === 'started' ? `${words.gridStates[state]} ${percent}%` : words.gridStates[state];
        return (
          <div key={video?.id} role="gridcell" className={matrix.cell} aria-colindex={column + 2}>
            <button
              type="button"
              data-cell={`${index}:${column}`}
              tabIndex={active === column ? 0 : -1}
              aria-haspopup="dialog"
              aria-label={words.cellOf(row.student_name, video?.title ?? '', told)}
              onClick={(event) => open(index, column, event.currentTarget)}
            >
              <GridFace state={state} percent={percent} />
            </button>
          </div>
        );
      })}
    </div>
  );
});

type WhyProps = { opened: Opened; grid: Grid; row: GridRow | undefined; close: () => void };

function Why({ opened, grid, row, close }: WhyProps) {
  const video = grid.videos[opened.column];
  const { top, left, width } = opened;
  if (!row || !video) return null;
  return (
    <Popover
      opened
      onChange={close}
      position="bottom"
      withArrow
      trapFocus
      withRoles={false}
      shadow="md"
      width={320}
    >
      <Popover.Target>
        <span className={matrix.anchor} style={{ top, left, width, height: rowHeight }} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={`${row.student_name} · ${video.title}`}>
        <GridWhy video={video.id} title={video.title} row={row} close={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
