import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { PagePicture } from './page-picture.tsx';
import { moveOf } from './review.rules.ts';
import { circledMark, useReviewWords } from './review.words.ts';
import styles from './scans.module.css';
import type { Doubt } from './scans.queries.ts';

type Props = {
  item: Doubt;
  /** What was decided already in this review. */
  decided: string | undefined;
  answer: (answer: string) => void;
  back: () => void;
  skip: () => void;
};

function Evidence({ item }: { item: Doubt }) {
  const words = useReviewWords();
  const label = words.crop(item.student_name, item.number);
  if (item.crop_url) return <img className={styles.crop} src={item.crop_url} alt={label} />;
  if (item.page_id === null)
    return (
      <Text size="sm" c="dimmed">
        {words.noPicture}
      </Text>
    );
  return (
    <div>
      <Text size="sm" c="dimmed">
        {words.noCrop}
      </Text>
      <PagePicture page_id={item.page_id} label={label} />
    </div>
  );
}

function Reading({ item, decided }: Pick<Props, 'item' | 'decided'>) {
  const words = useReviewWords();
  const marks = item.kind === 'numeric' ? [item.answer] : item.answer.split(',').map(circledMark);
  return (
    <Group gap="xs">
      <Text size="sm">
        {words.read} <strong>{item.answer === '' ? words.blank : marks.join(' ')}</strong>
      </Text>
      <StatusBadge tone="warn">{words.markings[item.marking] ?? item.marking}</StatusBadge>
      {item.marking !== 'missing' && (
        <Text size="sm" c="dimmed">
          {words.sure(Math.round(item.probability * 100))}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {words.effect(Math.round(item.effect * 10) / 10)}
      </Text>
      {decided !== undefined && <StatusBadge tone="ok">{words.decided}</StatusBadge>}
    </Group>
  );
}

type ChoicesProps = { item: Doubt; marks: readonly string[]; press: (mark: string) => void };

function Choices({ item, marks, press }: ChoicesProps) {
  const words = useReviewWords();
  const all = Array.from({ length: item.choices ?? 5 }, (_, at) => String(at + 1));
  return (
    <Group gap="xs" role="group" aria-label={words.choices}>
      {all.map((mark) => (
        <button
          key={mark}
          type="button"
          className={styles.choice}
          aria-pressed={marks.includes(mark)}
          onClick={() => press(mark)}
        >
          {mark}
        </button>
      ))}
      <button
        type="button"
        className={styles.choice}
        data-wide
        aria-pressed={marks.length === 0}
        onClick={() => press('0')}
      >
        {words.blank}
      </button>
    </Group>
  );
}

const marksOf = (answer: string) => answer.split(',').filter(Boolean);

/** One answer: its picture, what was read, and one key that decides it. */
export function ReviewAnswer({ item, decided, answer, back, skip }: Props) {
  const words = useReviewWords();
  const [draft, setDraft] = useState(decided ?? item.answer);
  const place = useRef<HTMLElement>(null);
  const isChoice = item.kind === 'single' || item.kind === 'multiple';
  useEffect(() => (place.current?.querySelector('input') ?? place.current)?.focus(), []);
  const act = (key: string): boolean => {
    const move = moveOf(key, item, draft);
    if (!move) return false;
    if ('answer' in move) answer(move.answer);
    else if ('draft' in move) setDraft(move.draft);
    else if (move.to === 'back') back();
    else skip();
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    if (act(event.key)) event.preventDefault();
  };
  const keys = { single: words.keysChoice, multiple: words.keysSeveral, numeric: words.keysNumber };
  return (
    <section
      ref={place}
      tabIndex={-1}
      className={styles.focusless}
      aria-label={words.answerOf(item.student_name, item.number)}
      onKeyDown={onKey}
    >
      <Paper p="lg">
        <Stack gap="md">
          <Title order={2} size="h4">
            {words.answerOf(item.student_name, item.number)}
          </Title>
          <Evidence item={item} />
          <Reading item={item} decided={decided} />
          {isChoice ? (
            <Choices item={item} marks={marksOf(draft)} press={act} />
          ) : (
            <TextInput
              label={words.answer}
              description={item.digits ? words.number(item.digits) : undefined}
              inputMode={item.kind === 'numeric' ? 'numeric' : 'text'}
              autoComplete="off"
              maw="16rem"
              value={draft}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setDraft(event.currentTarget.value)}
            />
          )}
          <Group gap="xs" justify="space-between">
            <Group gap="xs">
              <Button variant="default" onClick={back}>
                {words.previous}
              </Button>
              <Button variant="default" onClick={skip}>
                {words.skip}
              </Button>
            </Group>
            <Button onClick={() => answer(draft)}>
              {draft === item.answer && decided === undefined ? words.keep : words.save}
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            {keys[item.kind === 'short' ? 'numeric' : item.kind]}
          </Text>
        </Stack>
      </Paper>
    </section>
  );
}
