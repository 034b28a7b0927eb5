import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { statisticsQuery } from '../exams/exams.queries.ts';
import { keyOf, merged, nextOpen } from './review.rules.ts';
import { useReviewWords } from './review.words.ts';
import { ReviewAnswer } from './review-answer.tsx';
import styles from './scans.module.css';
import { type Doubt, doubtsQuery, useDecide } from './scans.queries.ts';

function Finished({ exam_id, hadSome }: { exam_id: number; hadSome: boolean }) {
  const words = useReviewWords();
  const figures = useQuery(statisticsQuery(exam_id)).data;
  const mean = figures?.mean;
  return (
    <Paper>
      <EmptyState
        icon={IconCircleCheck}
        title={hadSome ? words.allDone : words.nothing}
        hint={
          figures && typeof mean === 'number'
            ? words.result(figures.count, Math.round(mean * 10) / 10)
            : words.noResult
        }
        action={
          <Button
            autoFocus
            renderRoot={(props) => (
              <Link to="/staff/exams/$id/results" params={{ id: String(exam_id) }} {...props} />
            )}
          >
            {words.toResults}
          </Button>
        }
      />
    </Paper>
  );
}

/** What is being reviewed: the order stays as it was at the beginning, decisions show at once. */
function useQueue(fresh: readonly Doubt[]) {
  const [items, setItems] = useState(fresh);
  const [decided, setDecided] = useState<ReadonlyMap<string, string>>(new Map());
  const [at, setAt] = useState(0);
  const decide = useDecide();
  useEffect(() => setItems((known) => merged(known, fresh)), [fresh]);
  const waiting = new Set(fresh.map(keyOf));
  const isOpen = (item: Doubt) => waiting.has(keyOf(item)) && !decided.has(keyOf(item));
  const take = (key: string, answer: string | undefined) =>
    setDecided((known) => {
      const next = new Map(known);
      if (answer === undefined) next.delete(key);
      else next.set(key, answer);
      return next;
    });
  const answer = (item: Doubt, given: string) => {
    const next = nextOpen(items, at, isOpen);
    take(keyOf(item), given);
    if (next >= 0) setAt(next);
    // Of several at once only the last one's callbacks are called; each promise ends for itself.
    decide.mutateAsync({ ...item, answer: given }).catch(() => take(keyOf(item), undefined));
  };
  const skip = () => {
    const next = nextOpen(items, at, isOpen);
    if (next >= 0) setAt(next);
  };
  const item = items[at];
  const left = items.filter(isOpen).length;
  const following = items[nextOpen(items, at, isOpen)];
  return { item, at, left, decided, answer, skip, setAt, following };
}

function Queue({ exam_id, fresh, count }: { exam_id: number; fresh: readonly Doubt[]; count: number }) {
  const words = useReviewWords();
  const { item, at, left, decided, answer, skip, setAt, following } = useQueue(fresh);
  const [isBack, setBack] = useState(false);
  useEffect(() => {
    if (following?.crop_url) new Image().src = following.crop_url;
  }, [following]);
  if (!item || (left === 0 && !isBack))
    return (
      <Stack gap="sm">
        <Finished exam_id={exam_id} hadSome={item !== undefined} />
        {item && (
          <Group>
            <Button variant="subtle" onClick={() => setBack(true)}>
              {words.previous}
            </Button>
          </Group>
        )}
      </Stack>
    );
  const go = (place: number) => {
    setBack(true);
    setAt(Math.max(0, place));
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {words.progress(at + 1, left)}
        </Text>
        {count > fresh.length && (
          <Text size="sm" c="dimmed">
            {words.others(count - fresh.length)}
          </Text>
        )}
      </Group>
      <ReviewAnswer
        key={keyOf(item)}
        item={item}
        decided={decided.get(keyOf(item))}
        answer={(given) => {
          setBack(false);
          answer(item, given);
        }}
        back={() => go(at - 1)}
        skip={() => {
          setBack(false);
          skip();
        }}
      />
    </Stack>
  );
}

/** Answers that were read without being sure, one after the other, those first that weigh most. */
export function ReviewScreen({ exam_id }: { exam_id: number }) {
  const words = useReviewWords();
  const doubts = useQuery(doubtsQuery(exam_id));
  return (
    <Stack gap="md" maw="46rem">
      <Anchor
        size="sm"
        className={styles.back ?? ''}
        renderRoot={(props) => (
          <Link to="/staff/exams/$id/scans" params={{ id: String(exam_id) }} {...props} />
        )}
      >
        <IconChevronLeft size={16} aria-hidden /> {words.back}
      </Anchor>
      <QueryView query={doubts}>
        {({ results, count }) => <Queue exam_id={exam_id} fresh={results} count={count} />}
      </QueryView>
    </Stack>
  );
}
