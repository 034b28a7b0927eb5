import { Button, Stack, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { CellBadge } from '../video/cell-badge.tsx';
import { CellDot, useCellText } from './cell-view.tsx';
import { CellWhy } from './cell-why.tsx';
import { useSessionName } from './matrix-header.tsx';
import styles from './matrix-list.module.css';
import type { Matrix, MatrixCell, MatrixRow } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

const pageSize = 60;
const isOpenState = ({ state }: MatrixCell) => !['none', 'not_due', 'complete'].includes(state);

/** The matrix on a phone: a card per student with a dot per class session, which opens to say what is left. */
export function MatrixList({ matrix, rows }: { matrix: Matrix; rows: readonly MatrixRow[] }) {
  const words = useProgressWords();
  const [shown, setShown] = useState(pageSize);
  return (
    <Stack gap="xs">
      <ul className={styles.cards} aria-label={words.ofLecture(matrix.lecture_title)}>
        {rows.slice(0, shown).map((row) => (
          <StudentCard key={row.enrollment_id} matrix={matrix} row={row} />
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

function StudentCard({ matrix, row }: { matrix: Matrix; row: MatrixRow }) {
  const words = useProgressWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={styles.card}>
      <UnstyledButton
        className={styles.cardHead ?? ''}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={styles.cardName}>
          <strong>{row.student_name}</strong>
          <small>{words.doneOf(row.completed_sessions, row.due_sessions)}</small>
          <IconChevronDown size={16} aria-hidden className={isOpen ? styles.turned : undefined} />
        </span>
        <Dots matrix={matrix} row={row} />
      </UnstyledButton>
      {isOpen && <Sessions matrix={matrix} row={row} />}
    </li>
  );
}

function Dots({ matrix, row }: { matrix: Matrix; row: MatrixRow }) {
  const textOf = useCellText();
  const nameOf = useSessionName();
  const told = row.cells.map((cell, column) => `${nameOf(matrix.sessions[column])} ${textOf(cell)}`);
  return (
    <span className={styles.dots} role="img" aria-label={told.join(', ')}>
      {row.cells.map((cell) => (
        <CellDot key={cell.session_id} cell={cell} />
      ))}
    </span>
  );
}

function Sessions({ matrix, row }: { matrix: Matrix; row: MatrixRow }) {
  const nameOf = useSessionName();
  return (
    <ol className={styles.cardSessions}>
      {matrix.sessions.flatMap((session, column) => {
        const cell = row.cells[column];
        if (!cell || cell.state === 'none') return [];
        return [
          <li key={session.id}>
            <span className={styles.line}>
              <strong>
                {nameOf(session)} <small>{session.title}</small>
              </strong>
              {!isOpenState(cell) && <CellBadge state={cell.state} />}
            </span>
            {isOpenState(cell) && <CellWhy matrix={matrix} session={session} cell={cell} />}
          </li>,
        ];
      })}
    </ol>
  );
}
