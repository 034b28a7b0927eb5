import type { KeyboardEvent } from 'react';
import type { RowProps } from './question-row.tsx';
import styles from './questions.module.css';
import { type Draft, isChoice, pressed } from './questions.rules.ts';
import { useQuestionWords } from './questions.words.ts';

type Props = Omit<RowProps, 'remove'>;

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, Enter: 1, ArrowUp: -1 };
/** With Shift a digit is another character, but the same key. */
const digitOf = ({ key, code }: KeyboardEvent) =>
  /^[1-5]$/.test(key) ? key : /^(?:Digit|Numpad)([1-5])$/.exec(code)?.[1];

function useKeys({ draft, place, change, go }: Omit<Props, 'fault'>) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const digit = digitOf(event);
    const step = steps[event.key];
    if (digit) {
      change(pressed(draft, digit, event.shiftKey));
      const isDone = draft.kind === 'single' && !event.shiftKey && Number(digit) <= draft.choices;
      if (isDone) go(place + 1, 'key');
    } else if (step) go(place + step, 'key');
    else if (event.key === 'Backspace' || event.key === 'Delete') change({ ...draft, keys: [] });
    else return;
    event.preventDefault();
  };
}

const marksOf = ({ kind, keys }: Draft) => (kind === 'multiple' ? (keys[0] ?? '').split(',') : keys);

function Bubbles(props: Omit<Props, 'fault'>) {
  const { draft, place, change } = props;
  const words = useQuestionWords();
  const onKeyDown = useKeys(props);
  const marks = marksOf(draft);
  const inTabOrder = marks[0] || '1';
  const others = draft.kind === 'multiple' ? draft.keys.slice(1) : [];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a cell's row
    <div className={styles.key} role="group" aria-label={words.keyOf(draft.number)}>
      {Array.from({ length: draft.choices }, (_, at) => String(at + 1)).map((mark) => (
        <button
          key={mark}
          type="button"
          className={styles.bubble}
          aria-pressed={marks.includes(mark)}
          aria-label={words.choiceOf(draft.number, Number(mark))}
          tabIndex={mark === inTabOrder ? 0 : -1}
          {...(mark === inTabOrder && { 'data-place': `${place}:key` })}
          onKeyDown={onKeyDown}
          onClick={(event) => change(pressed(draft, mark, event.shiftKey))}
        >
          {mark}
        </button>
      ))}
      {others.length > 0 && <span className={styles.also}>{words.also(others.join(', '))}</span>}
    </div>
  );
}

/** The accepted answers: bubbles to press for choices, a text where `|` parts them for numbers and words. */
export function KeyCell({ fault, ...props }: Props) {
  const { draft, place, change, go } = props;
  const words = useQuestionWords();
  const complaint = fault && <span className={styles.fault}>{words.faults[fault]}</span>;
  if (isChoice(draft.kind))
    return (
      <>
        <Bubbles {...props} />
        {complaint}
      </>
    );
  return (
    <div className={styles.key}>
      <input
        className={`${styles.field} ${styles.text}`}
        data-place={`${place}:key`}
        aria-label={words.keyOf(draft.number)}
        aria-invalid={fault === 'notNumber' || fault === 'tooLong'}
        placeholder={draft.kind === 'numeric' ? words.textHint : ''}
        value={draft.text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => change({ ...draft, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (!step || event.nativeEvent.isComposing) return;
          event.preventDefault();
          go(place + step, 'key');
        }}
      />
      {complaint}
    </div>
  );
}
