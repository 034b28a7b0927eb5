// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are not there, so this cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell takes the focus
import { Tooltip } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import styles from './matrix.module.css';
import type { MatrixSession } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** "3차시", or "보강" for a make-up class. */
export function useSessionName(): (session: MatrixSession | undefined) => string {
  const words = useProgressWords();
  return (session) =>
    session?.regular_order == null ? words.makeUp : words.sessionOf(session.regular_order);
}

type Props = { sessions: readonly MatrixSession[]; rates: readonly (number | undefined)[] };

/** The class sessions, each with its day and how much of the class has completed it. */
export function MatrixHeader({ sessions, rates }: Props) {
  const words = useProgressWords();
  const nameOf = useSessionName();
  const dates = useDates();
  return (
    <div role="row" className={styles.header} aria-rowindex={1}>
      <div role="columnheader" className={styles.name}>
        {words.students}
      </div>
      {sessions.map((session, column) => (
        <Tooltip key={session.id} label={tipOf(words, session.title, rates[column])}>
          <div role="columnheader" className={styles.session} aria-colindex={column + 2}>
            <strong>{nameOf(session)}</strong>
            <small>{session.date ? dates.shortDay(session.date) : '–'}</small>
            <span className={styles.rate} aria-hidden>
              <span style={{ width: `${rates[column] ?? 0}%` }} />
            </span>
          </div>
        </Tooltip>
      ))}
    </div>
  );
}

function tipOf(words: ReturnType<typeof useProgressWords>, title: string, rate: number | undefined): string {
  return rate === undefined ? title : `${title} · ${words.doneInSession(rate)}`;
}
