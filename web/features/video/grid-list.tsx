import { Button, Modal, Stack, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import list from '../progress/matrix-list.module.css';
import type { Grid, GridRow } from './audience.queries.ts';
import styles from './grid.module.css';
import { GridFace, gridSigns } from './grid-face.tsx';
import { GridWhy } from './grid-why.tsx';
import { useWatchingWords } from './watching.words.ts';

const pageSize = 60;

/** The grid on a phone: a card per student with a dot per video, which opens to its videos. */
export function GridList({ grid, rows }: { grid: Grid; rows: readonly GridRow[] }) {
  const words = useWatchingWords();
  const [shown, setShown] = useState(pageSize);
  return (
    <Stack gap="xs">
      <ul className={list.cards} aria-label={words.grid}>
        {rows.slice(0, shown).map((row) => (
          <StudentCard key={row.enrollment} grid={grid} row={row} />
        ))}
      </ul>
      {rows.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + pageSize)}>
          {words.more(Math.min(pageSize, rows.length - shown))}
        </Button>
      )}
    </Stack>
  );
}

function StudentCard({ grid, row }: { grid: Grid; row: GridRow }) {
  const words = useWatchingWords();
  const [isOpen, setOpen] = useState(false);
  const done = row.state.filter((state) => state === 'completed').length;
  const all = row.state.filter((state) => state !== 'none').length;
  return (
    <li className={list.card}>
      <UnstyledButton className={list.cardHead ?? ''} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={list.cardName}>
          <strong>{row.student_name}</strong>
          <small>{words.doneOf(done, all)}</small>
          <IconChevronDown size={16} aria-hidden className={isOpen ? list.turned : undefined} />
        </span>
        <Dots row={row} />
      </UnstyledButton>
      {isOpen && <Videos grid={grid} row={row} />}
    </li>
  );
}

function Dots({ row }: { row: GridRow }) {
  return (
    <span className={list.dots} aria-hidden>
      {row.state.map((state, at) => {
        const Sign = gridSigns[state];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the videos stay in their order
          <span key={at} className={`${styles.dot} ${styles[state]}`}>
            <Sign size={13} stroke={2.2} />
          </span>
        );
      })}
    </span>
  );
}

function Videos({ grid, row }: { grid: Grid; row: GridRow }) {
  const words = useWatchingWords();
  const [opened, setOpened] = useState<Grid['videos'][number]>();
  return (
    <ol className={list.cardSessions}>
      {grid.videos.map((video, at) => {
        const state = row.state[at] ?? 'none';
        const percent = row.percent[at] ?? 0;
        if (state === 'none') return null;
        return (
          <li key={video.id}>
            <UnstyledButton
              className={styles.line ?? ''}
              aria-label={words.cellOf(row.student_name, video.title, words.gridStates[state])}
              onClick={() => setOpened(video)}
            >
              <span>
                {video.title} <small>{words.session(video.regular_order, video.session_title)}</small>
              </span>
              <span>
                <GridFace state={state} percent={percent} />
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
    </ol>
  );
}
