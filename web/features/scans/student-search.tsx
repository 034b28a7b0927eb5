import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import styles from './scans.module.css';
import type { ScanDetail, ScanPage, Seat } from './scans.queries.ts';
import { differences, seatsFor } from './scans.rules.ts';
import { useSortWords } from './sort.words.ts';

type Props = {
  scan: Pick<ScanDetail, 'roster' | 'missing'>;
  page: ScanPage;
  choose: (seat: Seat) => void;
};

function NumberAs({ number, read }: { number: string; read: string }) {
  const parts = differences(number, read);
  return (
    <span className={styles.number}>
      {parts.map(({ digit, differs }, place) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: digits have nothing but their place
        differs ? <mark key={place}>{digit}</mark> : digit,
      )}
    </span>
  );
}

const shownAtOnce = 50;

/** Finds a student by name or number: typing narrows, arrows walk, Enter chooses; who is likely stands first. */
export function StudentSearch({ scan, page, choose }: Props) {
  const words = useSortWords();
  const id = useId();
  const [typed, type] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // The dialog stays open from page to page: only the first would be given the focus by it.
  useEffect(() => field.current?.focus(), []);
  const missing = new Set(scan.missing.map(({ enrollment_id }) => enrollment_id));
  const seats = seatsFor(typed, { roster: scan.roster, candidates: page.candidates, missing }).slice(
    0,
    shownAtOnce,
  );
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const seat = seats[at];
    if (step) setAt(Math.max(0, Math.min(seats.length - 1, at + step)));
    else if (event.key === 'Enter' && seat) choose(seat);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.search}>
      <input
        ref={field}
        role="combobox"
        aria-label={words.search}
        placeholder={words.search}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={seats[at] && `${id}-${seats[at].enrollment_id}`}
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(event) => {
          type(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={walk}
      />
      <div id={`${id}-list`} className={styles.options} role="listbox" aria-label={words.students}>
        {seats.map((seat, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={seat.enrollment_id}
            id={`${id}-${seat.enrollment_id}`}
            ref={(row) => {
              if (place === at) row?.scrollIntoView({ block: 'nearest' });
            }}
            role="option"
            aria-selected={place === at}
            tabIndex={-1}
            onClick={() => choose(seat)}
          >
            <strong>{seat.student_name}</strong>
            <NumberAs number={seat.number} read={page.number} />
            <small>
              {page.candidates.includes(seat.enrollment_id) && <b>{words.likely}</b>}
              {!missing.has(seat.enrollment_id) && words.hasOne}
            </small>
          </div>
        ))}
      </div>
      {seats.length === 0 && <p className={styles.nobody}>{words.nobody}</p>}
    </div>
  );
}
