import type { ChangeEvent, KeyboardEvent, RefObject } from 'react';
import styles from './answers.module.css';
import { isChoice, type Question } from './questions.rules.ts';
import { useSubmissionWords } from './submissions.words.ts';

/** Answers by question id; a blank one is empty. */
export type Typed = Readonly<Record<number, string>>;

type Props = {
  list: RefObject<HTMLOListElement | null>;
  questions: readonly Question[];
  typed: Typed;
  type: (id: number, answer: string) => void;
  /** Enter after the last one. */
  onEnd: () => void;
};

function move(from: HTMLElement, step: number): boolean {
  const all: HTMLElement[] = [...(from.closest('ol')?.querySelectorAll('input') ?? [])];
  const next = all[all.indexOf(from) + step];
  next?.focus();
  return next !== undefined;
}

/** What a choice is after a key: "3", "1,3" where several are right; 0 takes it back. */
export function choiceAfter(kind: Question['kind'], before: string, digit: string): string {
  if (digit === '0') return '';
  if (kind === 'single') return digit;
  const marks = new Set(before.split(',').filter(Boolean));
  if (!marks.delete(digit)) marks.add(digit);
  return [...marks].sort().join(',');
}

function useKeys({ questions, typed, type, onEnd }: Props) {
  return (place: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    const question = questions[place];
    const field = event.currentTarget;
    if (!question || event.ctrlKey || event.metaKey || event.altKey) return;
    const { id, kind, choices } = question;
    const isDigit = isChoice(kind) && /^[0-9]$/.test(event.key);
    if (event.key === 'Enter') {
      if (!move(field, 1)) onEnd();
    } else if (event.key === 'ArrowUp') move(field, -1);
    else if (event.key === 'ArrowDown') move(field, 1);
    else if (isDigit && Number(event.key) <= (choices ?? 5)) {
      type(id, choiceAfter(kind, typed[id] ?? '', event.key));
      if (kind === 'single' || event.key === '0') move(field, 1);
    } else if (isChoice(kind) && /^(Backspace|Delete)$/.test(event.key)) type(id, '');
    else if (!isChoice(kind) || event.key === 'Tab' || event.key === 'Escape') return;
    event.preventDefault();
  };
}

/** On-screen keyboards name no keys: what they wrote is taken as if it had been pressed. */
function useWriting({ questions, typed, type }: Props) {
  return (place: number) => (event: ChangeEvent<HTMLInputElement>) => {
    const question = questions[place];
    const text = event.currentTarget.value;
    if (!question) return;
    const { id, kind, choices } = question;
    const digit = text.at(-1) ?? '';
    if (!isChoice(kind) || text === '') return type(id, text);
    if (!/^[0-9]$/.test(digit) || Number(digit) > (choices ?? 5)) return;
    type(id, choiceAfter(kind, typed[id] ?? '', digit));
    if (kind === 'single') move(event.currentTarget, 1);
  };
}

/** One small field for each question, as on an answer sheet. */
export function AnswerFields(props: Props) {
  const { list, questions, typed } = props;
  const words = useSubmissionWords();
  const onKey = useKeys(props);
  const onWriting = useWriting(props);
  return (
    <ol ref={list} className={styles.fields}>
      {questions.map(({ id, number, kind }, place) => (
        <li key={id}>
          <label>
            <span>{number}</span>
            <input
              aria-label={words.answerOf(number)}
              inputMode={kind === 'short' ? 'text' : 'numeric'}
              autoComplete="off"
              value={typed[id] ?? ''}
              onKeyDown={onKey(place)}
              onChange={onWriting(place)}
              onFocus={(event) => event.currentTarget.select()}
              {...(place === 0 && { 'data-autofocus': true })}
            />
          </label>
        </li>
      ))}
    </ol>
  );
}
