import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { clockOf } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './sitting.module.css';
import { type Sitting, useAnswers, useHandIn, useMayGoOn, useTimeLeft } from './sitting.ts';
import { useSittingWords } from './sitting.words.ts';
import { SittingQuestion } from './sitting-question.tsx';

type Props = { exam_id: number; sitting: Sitting; onDone: (how: 'handed_in' | 'over') => void };
const hurrySeconds = 60;

function Saved({ waiting, isStuck }: { waiting: number; isStuck: boolean }) {
  const words = useSittingWords();
  if (isStuck) return <StatusBadge tone="warn">{words.stuck(waiting)}</StatusBadge>;
  return (
    <StatusBadge tone={waiting > 0 ? 'busy' : 'ok'}>{waiting > 0 ? words.saving : words.saved}</StatusBadge>
  );
}

function Clock({ left }: { left: number | undefined }) {
  const words = useSittingWords();
  if (left === undefined) return null;
  return (
    <span role="timer" aria-label={words.left}>
      <Text span size="sm" c="dimmed">
        {words.left}
      </Text>{' '}
      <span className={styles.clock} data-hurry={left < hurrySeconds || undefined}>
        {clockOf(Math.ceil(left))}
      </span>
    </span>
  );
}

type MapProps = {
  sitting: Sitting;
  answers: ReadonlyMap<number, string>;
  at: number;
  open: (at: number) => void;
};

function QuestionMap({ sitting, answers, at, open }: MapProps) {
  const words = useSittingWords();
  return (
    <ol className={styles.map} aria-label={words.map}>
      {sitting.questions.map(({ id, number }, place) => (
        <li key={id}>
          <button
            type="button"
            aria-label={words.mapOf(number, Boolean(answers.get(id)))}
            aria-current={place === at ? 'step' : undefined}
            data-answered={Boolean(answers.get(id)) || undefined}
            onClick={() => open(place)}
          >
            {number}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Hands in when the student says so, or when the time is over: then the server has what was saved in time. */
function useEnd(props: Props, flush: () => Promise<void>, left: number | undefined) {
  const words = useSittingWords();
  const { exam_id, sitting, onDone } = props;
  const handIn = useHandIn(exam_id, sitting, flush);
  const mayGoOn = useMayGoOn(exam_id, sitting);
  const isOver = left === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the time is over
  useEffect(() => {
    if (isOver)
      void mayGoOn().then((may) => may || handIn.mutate(undefined, { onSettled: () => onDone('over') }));
  }, [isOver]);
  const ask = async (blank: number) => {
    const sure = await confirmLoss({
      title: words.submitTitle,
      heading: words.submitMeans,
      loses: [...(blank > 0 ? [words.submitBlank(blank)] : []), words.submitFinal],
      action: words.submit,
    });
    if (sure) handIn.mutate(undefined, { onSuccess: () => onDone('handed_in') });
  };
  return { ask, isBusy: handIn.isPending };
}

/** The questions of a running sitting, one at a time, with the time left and what is saved. */
export function SittingSheet(props: Props) {
  const { sitting } = props;
  const words = useSittingWords();
  const { answers, answer, waiting, isStuck, refusal, flush } = useAnswers(sitting);
  const left = useTimeLeft(sitting);
  const [at, open] = useState(0);
  const end = useEnd(props, flush, left);
  const question = sitting.questions[at];
  const count = sitting.questions.filter(({ id }) => answers.get(id)).length;
  const isLast = at === sitting.questions.length - 1;
  return (
    <Stack gap="md">
      <div className={styles.bar}>
        <Clock left={left} />
        <Saved waiting={waiting} isStuck={isStuck} />
      </div>
      <ProblemAlert error={refusal} />
      {question && (
        <SittingQuestion
          key={question.id}
          question={question}
          value={answers.get(question.id) ?? ''}
          answer={(text) => answer(question.id, text)}
        />
      )}
      <Group justify="space-between">
        <Button
          variant="default"
          disabled={at === 0}
          leftSection={<IconChevronLeft size={18} aria-hidden />}
          onClick={() => open(at - 1)}
        >
          {words.previous}
        </Button>
        <Button
          variant="default"
          disabled={isLast}
          rightSection={<IconChevronRight size={18} aria-hidden />}
          onClick={() => open(at + 1)}
        >
          {words.next}
        </Button>
      </Group>
      <Paper p="md">
        <Stack gap="sm">
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {words.answered(count, sitting.questions.length)}
            </Text>
            <Button
              variant={isLast || count === sitting.questions.length ? 'filled' : 'light'}
              loading={end.isBusy}
              onClick={() => void end.ask(sitting.questions.length - count)}
            >
              {words.submit}
            </Button>
          </Group>
          <QuestionMap sitting={sitting} answers={answers} at={at} open={open} />
        </Stack>
      </Paper>
    </Stack>
  );
}
