import { Modal, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { finding } from '../../ui/matrix/matrix.rules.ts';
import { Face, Legend } from '../../ui/matrix/matrix-parts.tsx';
import { MatrixView } from '../../ui/matrix/matrix-view.tsx';
import type { Look } from '../../ui/matrix/signs.ts';
import type { MatrixOf } from '../../ui/matrix/types.ts';
import type { Grid, GridRow } from './audience.queries.ts';
import styles from './grid.module.css';
import { GridWhy } from './grid-why.tsx';
import { useWatchingWords, type WatchingWords } from './watching.words.ts';

type State = GridRow['state'][number];

const looks: Record<State, Look> = {
  none: { tone: undefined, sign: 'minus' },
  blocked: { tone: 'bad', sign: 'lock' },
  not_started: { tone: 'idle', sign: 'waiting' },
  started: { tone: 'warn', sign: 'play' },
  completed: { tone: 'ok', sign: 'check' },
};

type CellProps = { state: State; percent: number };

/** A begun one fills up with what was watched. */
const faceOf = ({ state, percent }: CellProps) => ({
  look: looks[state],
  ...(state === 'started' ? { text: `${percent}%`, filled: percent } : {}),
});

function cellAt({ state, percent }: GridRow, at: number): CellProps | undefined {
  const one = state[at];
  return one && { state: one, percent: percent[at] ?? 0 };
}

const countOf = ({ state }: GridRow, wanted: (state: State) => boolean) => state.filter(wanted).length;

/** Of each video how many percent of its students have completed it. */
function ratesOf({ videos, rows }: Grid): number[] {
  return videos.map((_, at) => {
    const states = rows.map(({ state }) => state[at]).filter((state) => state !== 'none');
    const done = states.filter((state) => state === 'completed').length;
    return states.length === 0 ? 0 : Math.floor((100 * done) / states.length);
  });
}

function columnsOf(words: WatchingWords, grid: Grid) {
  const rates = ratesOf(grid);
  return grid.videos.map(({ id, title, regular_order, session_title }, at) => ({
    key: id,
    name: words.session(regular_order, session_title),
    detail: title,
    tip: `${session_title} · ${title} · ${rates[at]}%`,
    rate: rates[at],
  }));
}

function matrixOf(words: WatchingWords, grid: Grid): MatrixOf<GridRow> {
  const { videos } = grid;
  const said = ({ state, percent }: CellProps) =>
    state === 'started' ? `${words.gridStates[state]} ${percent}%` : words.gridStates[state];
  return {
    label: words.grid,
    corner: words.students,
    columns: columnsOf(words, grid),
    looks: Object.values(looks),
    rowKey: (row) => row.enrollment,
    head: (row) => ({
      name: row.student_name,
      note: words.doneOf(
        countOf(row, (state) => state === 'completed'),
        countOf(row, (state) => state !== 'none'),
      ),
    }),
    cell: (row, at) => {
      const cell = cellAt(row, at);
      if (!cell) return undefined;
      return {
        label: words.cellOf(row.student_name, videos[at]?.title ?? '', said(cell)),
        said: said(cell),
        value: `${cell.state} ${cell.percent}`,
        ...faceOf(cell),
      };
    },
    why: (row, at, close) => {
      const video = videos[at];
      if (!video) return undefined;
      const label = `${row.student_name} · ${video.title}`;
      return { label, body: <GridWhy video={video.id} title={video.title} row={row} close={close} /> };
    },
    opened: (row) => <VideoList grid={grid} row={row} />,
  };
}

const isOpen = (state: State) => state === 'not_started' || state === 'started' || state === 'blocked';
const rowsFor = finding<GridRow>(
  (row) => row.student_name,
  (row) => row.state.some(isOpen),
);

/** Students by videos with their search, filter and legend. */
export function VideoGrid({ grid }: { grid: Grid }) {
  const words = useWatchingWords();
  const entries = Object.entries(looks).flatMap(([state, { tone, sign }]) =>
    tone ? [{ key: state, tone, sign, name: words.gridStates[state as State] }] : [],
  );
  return (
    <MatrixView
      matrix={useMemo(() => matrixOf(words, grid), [words, grid])}
      rows={grid.rows}
      rowsFor={rowsFor}
      legend={<Legend label={words.legendLabel} entries={entries} />}
      words={words}
    />
  );
}

/** The videos of one student, each a way to why it stands so. */
function VideoList({ grid, row }: { grid: Grid; row: GridRow }) {
  const words = useWatchingWords();
  const [opened, setOpened] = useState<Grid['videos'][number]>();
  return (
    <>
      {grid.videos.map((video, at) => {
        const cell = cellAt(row, at);
        if (!cell || cell.state === 'none') return null;
        return (
          <li key={video.id}>
            <UnstyledButton
              className={styles.line ?? ''}
              aria-label={words.cellOf(row.student_name, video.title, words.gridStates[cell.state])}
              onClick={() => setOpened(video)}
            >
              <span>
                {video.title} <small>{words.session(video.regular_order, video.session_title)}</small>
              </span>
              <span>
                <Face {...faceOf(cell)} />
              </span>
            </UnstyledButton>
          </li>
        );
      })}
      {opened && (
        <Modal opened onClose={() => setOpened(undefined)} withCloseButton={false} title={undefined}>
          <GridWhy video={opened.id} title={opened.title} row={row} close={() => setOpened(undefined)} />
        </Modal>
      )}
    </>
  );
}
