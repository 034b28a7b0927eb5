import { Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useDates } from '../../lib/dates.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Picture } from './picture.tsx';
import styles from './quiz.module.css';
import { RichText } from './rich-text.tsx';
import { type Given, type Question, sheetOf } from './round.rules.ts';
import { useStudy } from './use-study.ts';
import { useStudyWords } from './words.ts';

/** What an answer was, in colour, sign and words. */
export function Verdict({ outcome, is_correct }: Pick<Given, 'outcome' | 'is_correct'>) {
  const { outcomes } = useStudyWords();
  if (outcome === 'unsure')
    return <StatusBadge tone="warn">{is_correct ? outcomes.lucky : outcomes.unsure}</StatusBadge>;
  return <StatusBadge tone={outcome === 'correct' ? 'ok' : 'bad'}>{outcomes[outcome]}</StatusBadge>;
}

export function Explanation({ text }: { text: string }) {
  const words = useStudyWords();
  if (text === '') return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {words.explanation}
      </Text>
      <RichText>{text}</RichText>
    </div>
  );
}

/** What the student marked on the sheet of the exam. */
export function Sheet({ question }: { question: Pick<Question, 'history'> }) {
  const words = useStudyWords();
  const name = sheetOf(question);
  if (name === undefined) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {words.sheet}
      </Text>
      <Picture name={name} alt={words.sheetPicture} />
    </div>
  );
}

/** The verdict on an answer, why, and when the question comes back. */
export function Feedback({ given, question }: { given: Given; question: Question }) {
  const words = useStudyWords();
  const dates = useDates();
  const due_day = useStudy().state.remembered.get(question.pub_id)?.memory.due_day;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Some browsers give a promise back, which is no cleaning up.
    void place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <Stack gap="xs" role="status" ref={place} className={styles.feedback}>
      <div>
        <Verdict {...given} />
      </div>
      <Explanation text={question.explanation} />
      <Sheet question={question} />
      {due_day && (
        <Text size="sm" c="dimmed">
          {words.comesBack(dates.day(due_day))}
        </Text>
      )}
    </Stack>
  );
}
