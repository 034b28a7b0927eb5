import { Button } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import type { Cell, ClassSession, Row } from './attendance.queries.ts';
import styles from './grid.module.css';
import { moveByKey, moveDown } from './grid-keys.ts';
import { MarkCell, type Place } from './mark-cell.tsx';
import type { Subject } from './mark-dialog.tsx';
import { markOfKey } from './marks.ts';
import type { Marking } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

type Props = {
  rows: readonly Row[];
  sessions: readonly ClassSession[];
  /** The class session that is worked on: in sight at first, and the only one on a phone. */
  chosen: number;
  /** What a press marks. */
  brush: Cell['status'];
  marking: Marking;
  open: (subject: Subject) => void;
};

type ColumnProps = { session: ClassSession; chosen: number; today: string };
const columnOf = ({ session, chosen, today }: ColumnProps) => ({
  'data-column': true,
  'data-chosen': session.id === chosen || undefined,
  'data-today': session.date === today || undefined,
});

function Head({ markRest, ...column }: ColumnProps & { markRest: () => void }) {
  const words = useAttendanceWords();
  const dates = useDates();
  const { title, date } = column.session;
  return (
    <th scope="col" {...columnOf(column)}>
      {title}
      <span className={styles.when}>{date ? dates.shortDay(date) : '–'}</span>
      <Button size="compact-xs" variant="subtle" aria-label={words.allPresentOf(title)} onClick={markRest}>
        {words.allPresent}
      </Button>
    </th>
  );
}

function placesOf(rows: readonly Row[], sessions: readonly ClassSession[]): Map<string, Place> {
  const places = rows.flatMap((row, rowAt) =>
    sessions.flatMap((session, colAt): [string, Place][] => {
      const cell = row.cells.find(({ session_id }) => session_id === session.id);
      return cell ? [[`${rowAt} ${colAt}`, { cell, row, session, rowAt, colAt }]] : [];
    }),
  );
  return new Map(places);
}

/** Arrows move, letters mark and go on to the next student, Enter opens everything about the cell. */
function useGrid({ rows, sessions, chosen, brush, marking, open }: Props) {
  const [stop, setStop] = useState<number>();
  const places = placesOf(rows, sessions);
  const all = [...places.values()];
  const firstStop = all.find(({ session }) => session.id === chosen) ?? all[0];
  const details = ({ cell, row, session }: Place) =>
    open({ ...cell, status: marking.statusOf(cell), title: row.student_name, place: session.title });
  const set = ({ cell, session }: Place, status: Cell['status']) => {
    const { id, version, session_id } = cell;
    const from = marking.statusOf(cell);
    marking.one.mutate({ id, version, session_id, from, status, place: session.title });
  };
  const press = (place: Place) => set(place, marking.statusOf(place.cell) === brush ? 'UNSET' : brush);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { row, col } = event.target instanceof HTMLElement ? event.target.dataset : {};
    const place = places.get(`${row} ${col}`);
    if (!place || moveByKey(event)) return;
    const status = markOfKey(event);
    if (event.key !== 'Enter' && !status) return;
    event.preventDefault();
    if (!status) return details(place);
    set(place, status);
    moveDown(event);
  };
  const stopId = stop ?? firstStop?.cell.id;
  return { places, stopId, setStop, details, press, onKeyDown };
}

/** The table itself; its cells are buttons that the keys walk between. */
export function GridTable(props: Props) {
  const { rows, sessions, chosen, marking } = props;
  const words = useAttendanceWords();
  const today = useDates().today();
  const { places, stopId, setStop, details, press, onKeyDown } = useGrid(props);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.querySelector('th[data-chosen]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  const cellAt = (rowAt: number, colAt: number) => {
    const place = places.get(`${rowAt} ${colAt}`);
    if (!place) return <span title={words.closed}>×</span>;
    return (
      <MarkCell
        place={place}
        status={marking.statusOf(place.cell)}
        isStop={place.cell.id === stopId}
        press={() => press(place)}
        open={() => details(place)}
      />
    );
  };
  return (
    <section ref={box} className={styles.scroll} aria-label={words.title}>
      <table
        className={styles.grid}
        data-rows={rows.length}
        data-cols={sessions.length}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => target.dataset.id && setStop(Number(target.dataset.id))}
      >
        <thead>
          <tr>
            <th scope="col">{words.student}</th>
            {sessions.map((session) => (
              <Head
                key={session.id}
                {...{ session, chosen, today }}
                markRest={() => marking.rest.mutate({ session_id: session.id, status: 'PRESENT' })}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowAt) => (
            <tr key={row.enrollment_id}>
              <th scope="row">
                <span className={styles.who} title={row.student_name}>
                  {row.student_name}
                </span>
                {row.school && <span className={styles.sub}>{row.school}</span>}
              </th>
              {sessions.map((session, colAt) => (
                <td key={session.id} {...columnOf({ session, chosen, today })}>
                  {cellAt(rowAt, colAt)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
