import { Text, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { Draft } from './draft.ts';
import styles from './quiz.module.css';
import { RichText } from './rich-text.tsx';
import type { Question } from './round.rules.ts';
import { useStudyWords } from './words.ts';

type Props = {
  question: Pick<Question, 'kind' | 'keys'>;
  choices: Question['choices'];
  draft: Draft;
  /** Undefined once it was answered: then the key is shown. */
  change: ((selected: readonly string[]) => void) | undefined;
};

const isChoice = ({ kind }: Pick<Question, 'kind'>) => kind === 'single' || kind === 'multiple';

/** Pressing a choice chooses it, or of several adds it or takes it away. */
export function selectedAfter({ kind }: Pick<Question, 'kind'>, selected: readonly string[], id: string) {
  if (selected.includes(id)) return selected.filter((one) => one !== id);
  return kind === 'single' ? [id] : [...selected, id];
}

function Sign({ isKey, isChosen }: { isKey: boolean; isChosen: boolean }) {
  const words = useStudyWords();
  if (isKey)
    return (
      <span className={styles.sign}>
        <IconCheck size={18} aria-hidden /> {words.isKey}
      </span>
    );
  return isChosen ? (
    <span className={styles.sign}>
      <IconX size={18} aria-hidden /> {words.isChosen}
    </span>
  ) : null;
}

/** What was answered, and what was right. */
function Written({ question, draft }: Pick<Props, 'question' | 'draft'>) {
  const words = useStudyWords();
  return (
    <dl className={styles.answers}>
      <dt>{words.yourAnswer}</dt>
      <dd>
        <RichText>{draft.selected.join(', ') || words.noAnswer}</RichText>
      </dd>
      {question.keys.length > 0 && (
        <>
          <dt>{words.rightAnswer}</dt>
          <dd>
            <RichText>{question.keys.map((key) => key.join(', ')).join(' | ')}</RichText>
          </dd>
        </>
      )}
    </dl>
  );
}

function Choices({ question, choices, draft, change }: Props) {
  const words = useStudyWords();
  const isAnswered = change === undefined;
  const isBare = choices.every(({ text }) => text === '');
  return (
    <div>
      {question.kind === 'multiple' && (
        <Text size="sm" c="dimmed" mb="xs">
          {words.several}
        </Text>
      )}
      <ol className={styles.choices} data-bare={isBare || undefined}>
        {choices.map(({ id, text }, at) => {
          const isChosen = draft.selected.includes(id);
          const isKey = isAnswered && question.keys.some((key) => key.includes(id));
          return (
            <li key={id}>
              <button
                type="button"
                data-choice
                className={styles.choice}
                aria-pressed={isChosen}
                aria-disabled={isAnswered}
                data-key={isKey || undefined}
                data-wrong={(isAnswered && isChosen && !isKey) || undefined}
                onClick={() => change?.(selectedAfter(question, draft.selected, id))}
              >
                <span className={styles.number}>{at + 1}</span>
                <span className={styles.choiceText}>
                  <RichText>{text}</RichText>
                </span>
                {isAnswered && !isBare && <Sign isKey={isKey} isChosen={isChosen} />}
              </button>
            </li>
          );
        })}
      </ol>
      {isAnswered && isBare && <Written question={question} draft={draft} />}
    </div>
  );
}

/** Where a question is answered, by pressing, by keys 1 to 5, or by writing; later what was right. */
export function AnswerFields(props: Props) {
  const { question, draft, change } = props;
  const words = useStudyWords();
  if (isChoice(question)) return <Choices {...props} />;
  if (change)
    return (
      <TextInput
        label={words.answer}
        description={question.kind === 'numeric' ? words.numberAnswer : undefined}
        inputMode={question.kind === 'numeric' ? 'decimal' : 'text'}
        maxLength={200}
        maw="20rem"
        size="md"
        autoComplete="off"
        autoFocus
        value={draft.selected[0] ?? ''}
        onChange={({ currentTarget: { value } }) => change(value.trim() === '' ? [] : [value])}
      />
    );
  return <Written {...props} />;
}
