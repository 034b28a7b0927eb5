import { Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { choiceAfter } from './answer-fields.tsx';
import { isChoice } from './questions.rules.ts';
import styles from './sitting.module.css';
import type { Asked } from './sitting.ts';
import { useSittingWords } from './sitting.words.ts';

type Props = { question: Asked; value: string; answer: (text: string) => void };

function Choices({ question: { kind, choices }, value, answer }: Props) {
  const words = useSittingWords();
  const marks = value.split(',');
  const press = (mark: string) => {
    const isTakenBack = kind === 'single' && value === mark;
    answer(isTakenBack ? '' : choiceAfter(kind, value, mark));
  };
  return (
    <div className={styles.choices}>
      {Array.from({ length: choices ?? 5 }, (_, at) => String(at + 1)).map((mark) => (
        <button
          key={mark}
          type="button"
          className={styles.choice}
          aria-pressed={marks.includes(mark)}
          aria-label={words.choice(mark)}
          onClick={() => press(mark)}
        >
          {mark}
        </button>
      ))}
    </div>
  );
}

/** One question of a sitting; its text is on paper. */
export function SittingQuestion(props: Props) {
  const { question, value, answer } = props;
  const words = useSittingWords();
  const { number, points, kind, digits } = question;
  const isNumber = kind === 'numeric';
  return (
    <Paper p="lg" component="section" aria-live="off">
      <Stack gap="md">
        <Title order={2} size="h3">
          {words.questionOf(number, points)}
        </Title>
        {kind === 'multiple' && (
          <Text size="sm" c="dimmed">
            {words.several}
          </Text>
        )}
        {isChoice(kind) ? (
          <Choices {...props} />
        ) : (
          <TextInput
            label={words.answer}
            description={isNumber && digits ? words.digits(digits) : undefined}
            inputMode={isNumber ? 'decimal' : 'text'}
            maxLength={isNumber ? (digits ?? 6) + 2 : 200}
            maw="20rem"
            size="md"
            autoComplete="off"
            value={value}
            onChange={(event) => {
              const text = event.currentTarget.value;
              answer(isNumber ? text.replace(/[^\d.-]/g, '') : text);
            }}
          />
        )}
      </Stack>
    </Paper>
  );
}
