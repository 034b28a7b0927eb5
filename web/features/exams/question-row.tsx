import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ChangeEvent, memo } from 'react';
import { KeyCell } from './key-cell.tsx';
import styles from './questions.module.css';
import { type Draft, type Fault, isChoice, type Kind } from './questions.rules.ts';
import { useQuestionWords } from './questions.words.ts';

export type RowProps = {
  draft: Draft;
  place: number;
  fault: Fault | undefined;
  change: (draft: Draft) => void;
  remove: (uid: number) => void;
  /** Puts the focus at the same field of the question so many places on. */
  go: (place: number, field: string) => void;
};

/** Kind with its choices or digits, as one choice: "single5", "numeric3", "short". */
const formOf = ({ kind, choices, digits }: Draft) =>
  isChoice(kind) ? `${kind}${choices}` : kind === 'numeric' ? `${kind}${digits}` : kind;

function ofForm(draft: Draft, form: string): Draft {
  const count = Number(/\d/.exec(form)?.[0] ?? 0);
  const kind = form.replace(/\d/, '') as Kind;
  const wasChoice = isChoice(draft.kind);
  return {
    ...draft,
    kind,
    ...(isChoice(kind) && { choices: count === 4 ? 4 : 5 }),
    ...(kind === 'numeric' && { digits: count }),
    ...(isChoice(kind) !== wasChoice && { keys: [], text: '' }),
    // Marks of one question are several accepted answers of the other kind, which nobody meant.
    ...(isChoice(kind) && wasChoice && kind !== draft.kind && { keys: draft.keys.slice(0, 1) }),
    ...(kind === 'single' && draft.keys[0]?.includes(',') && { keys: [] }),
  };
}

function FormSelect({ draft, change }: Pick<RowProps, 'draft' | 'change'>) {
  const words = useQuestionWords();
  return (
    <select
      className={`${styles.field} ${styles.select}`}
      aria-label={words.kindOf(draft.number)}
      value={formOf(draft)}
      onChange={(event) => change(ofForm(draft, event.currentTarget.value))}
    >
      {[5, 4].map((count) => (
        <option key={count} value={`single${count}`}>
          {words.single(count)}
        </option>
      ))}
      {[5, 4].map((count) => (
        <option key={count} value={`multiple${count}`}>
          {words.multiple(count)}
        </option>
      ))}
      {[1, 2, 3, 4, 5, 6].map((count) => (
        <option key={count} value={`numeric${count}`}>
          {words.numeric(count)}
        </option>
      ))}
      <option value="short">{words.short}</option>
    </select>
  );
}

type ChoiceProps<V extends string> = {
  label: string;
  value: V;
  names: Record<V, string>;
  choose: (value: V) => void;
};

function Choice<V extends string>({ label, value, names, choose }: ChoiceProps<V>) {
  return (
    <select
      className={`${styles.field} ${styles.select}`}
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value as V)}
    >
      {(Object.keys(names) as V[]).map((name) => (
        <option key={name} value={name}>
          {names[name]}
        </option>
      ))}
    </select>
  );
}

const numberFaults: readonly (Fault | undefined)[] = ['number', 'twice'];

/** One question: everything about it can be changed in place. */
export const QuestionRow = memo(function QuestionRow({ draft, place, fault, change, remove, go }: RowProps) {
  const words = useQuestionWords();
  const typed = (field: 'number' | 'points') => ({
    value: draft[field],
    'data-place': `${place}:${field}`,
    inputMode: 'decimal' as const,
    'aria-invalid': field === 'number' ? numberFaults.includes(fault) : fault === 'points',
    onFocus: (event: { currentTarget: HTMLInputElement }) => event.currentTarget.select(),
    onChange: (event: ChangeEvent<HTMLInputElement>) =>
      change({ ...draft, [field]: event.currentTarget.value.trim() }),
    onKeyDown: (event: { key: string; preventDefault: () => void }) => {
      const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(place + step, field);
    },
  });
  return (
    <tr data-state={draft.key_state}>
      <td data-cell="number">
        <input
          {...typed('number')}
          className={`${styles.field} ${styles.number}`}
          aria-label={words.numberOf(draft.number)}
        />
      </td>
      <td data-cell="kind">
        <FormSelect draft={draft} change={change} />
      </td>
      <td data-cell="key">
        <KeyCell draft={draft} place={place} fault={fault} change={change} go={go} />
      </td>
      <td data-cell="points" data-unit={words.unit}>
        <input
          {...typed('points')}
          className={`${styles.field} ${styles.points}`}
          aria-label={words.pointsOf(draft.number)}
        />
      </td>
      <td data-cell="state">
        <Choice
          label={words.stateOf(draft.number)}
          value={draft.key_state}
          names={words.states}
          choose={(key_state) => change({ ...draft, key_state })}
        />
      </td>
      <td data-cell="partial">
        {draft.kind === 'multiple' && (
          <Choice
            label={words.partialOf(draft.number)}
            value={draft.partial}
            names={words.partials}
            choose={(partial) => change({ ...draft, partial })}
          />
        )}
      </td>
      <td data-cell="remove">
        <ActionIcon aria-label={words.removeOf(draft.number)} onClick={() => remove(draft.uid)} tabIndex={-1}>
          <IconTrash size={17} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  );
});
