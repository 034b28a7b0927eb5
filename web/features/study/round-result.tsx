import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Label } from '@seodang/recall';
import { IconMoodEmpty } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { Verdict } from './feedback.tsx';
import { type ResultLine, resultOf } from './result.rules.ts';
import { BriefText } from './rich-text.tsx';
import type { Round } from './round.rules.ts';
import styles from './study.module.css';
import { ROUND_LENGTH, useBegin } from './use-begin.ts';
import { useStudy } from './use-study.ts';
import { useStudyWords } from './words.ts';

const tones: Record<Label, Tone> = {
  newly_correct: 'ok',
  recovered: 'ok',
  retained: 'info',
  new_wrong: 'warn',
  relapsed: 'bad',
  still_failing: 'bad',
};

function Changes({ lines }: { lines: readonly ResultLine[] }) {
  const words = useStudyWords();
  const counts = Object.entries(Object.groupBy(lines, ({ label }) => label ?? 'none'));
  return (
    <ul className={styles.changes} aria-label={words.changed}>
      {(Object.keys(tones) as Label[]).map((label) => {
        const count = counts.find(([name]) => name === label)?.[1]?.length ?? 0;
        if (count === 0) return null;
        return (
          <li key={label}>
            <strong>{count}</strong>
            <StatusBadge tone={tones[label]}>{words.labels[label]}</StatusBadge>
          </li>
        );
      })}
    </ul>
  );
}

function Line({ line: { question, given, label, due_day, is_chronic } }: { line: ResultLine }) {
  const words = useStudyWords();
  const dates = useDates();
  return (
    <li className={styles.line}>
      <div className={styles.lineText}>
        <BriefText>{question.body}</BriefText>
        <Text size="sm" c="dimmed">
          {due_day && words.comesBack(dates.day(due_day))}
        </Text>
      </div>
      <Group gap={6} justify="flex-end">
        {is_chronic && <StatusBadge tone="bad">{words.chronic}</StatusBadge>}
        {given.delivery === 'waiting' ? (
          <StatusBadge tone="warn">{words.waiting(1)}</StatusBadge>
        ) : label ? (
          <StatusBadge tone={tones[label]}>{words.labels[label]}</StatusBadge>
        ) : (
          <Verdict {...given} />
        )}
      </Group>
    </li>
  );
}

/** What a round changed, question by question. */
export function RoundResult({ round }: { round: Round }) {
  const words = useStudyWords();
  const { state } = useStudy();
  const begin = useBegin();
  const lines = resultOf(round, state);
  const right = lines.filter(({ given }) => given.outcome === 'correct').length;
  const [topic, ...others] = new Set(lines.map(({ question }) => question.study_topic_id));
  const chronic = lines.filter(({ is_chronic }) => is_chronic).length;
  const back = (
    <Button variant="default" renderRoot={(props) => <Link to="/student/study" {...props} />}>
      {words.toStudy}
    </Button>
  );
  if (lines.length === 0)
    return (
      <Paper>
        <EmptyState icon={IconMoodEmpty} title={words.endedNone} action={back} />
      </Paper>
    );
  return (
    <Stack gap="md">
      <Paper p="lg">
        <Stack gap="sm">
          <Title order={2} size="h3">
            {words.score(right, lines.length)}
          </Title>
          <Changes lines={lines} />
          {chronic > 0 && <Text size="sm">{words.chronicLeft(chronic)}</Text>}
          <Group gap="xs">
            {right < lines.length && (
              <Button
                onClick={() =>
                  void begin({
                    mode: 'wrong_variants',
                    count: ROUND_LENGTH,
                    ...(others.length === 0 && { topic }),
                  })
                }
              >
                {words.againWrong}
              </Button>
            )}
            {back}
          </Group>
        </Stack>
      </Paper>
      <Paper p="lg" component="section" aria-label={words.changed}>
        <ul className={styles.lines}>
          {lines.map((line) => (
            <Line key={line.given.seq} line={line} />
          ))}
        </ul>
      </Paper>
    </Stack>
  );
}
