import { useCallback, useRef } from 'react';
import { QuestionRow } from './question-row.tsx';
import styles from './questions.module.css';
import type { Draft, Fault } from './questions.rules.ts';
import { useQuestionWords } from './questions.words.ts';

type Props = {
  drafts: readonly Draft[];
  faults: ReadonlyMap<number, Fault>;
  edit: (change: (drafts: readonly Draft[]) => readonly Draft[]) => void;
};

/** All questions of an exam as a sheet to type into. */
export function QuestionGrid({ drafts, faults, edit }: Props) {
  const words = useQuestionWords();
  const table = useRef<HTMLTableElement>(null);
  const change = useCallback(
    (draft: Draft) => edit((all) => all.map((one) => (one.uid === draft.uid ? draft : one))),
    [edit],
  );
  const remove = useCallback((uid: number) => edit((all) => all.filter((one) => one.uid !== uid)), [edit]);
  const go = useCallback((place: number, field: string) => {
    table.current?.querySelector<HTMLElement>(`[data-place="${place}:${field}"]`)?.focus();
  }, []);
  return (
    <div className={styles.scroll}>
      <table ref={table} className={styles.grid} aria-label={words.label}>
        <thead>
          <tr>
            {(['number', 'kind', 'key', 'points', 'state', 'partial'] as const).map((name) => (
              <th key={name} scope="col">
                {words.columns[name]}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {drafts.map((draft, place) => (
            <QuestionRow
              key={draft.uid}
              draft={draft}
              place={place}
              fault={faults.get(draft.uid)}
              change={change}
              remove={remove}
              go={go}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
