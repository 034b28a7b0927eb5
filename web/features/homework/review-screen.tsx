import { Paper } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useReviewWords } from './review.words.ts';
import { keyOf, type ReviewSearch, useReviewQueue } from './review-queue.ts';
import { ReviewWork } from './review-work.tsx';
import { Steps } from './steps.tsx';
import { useHomeworkWords } from './words.ts';

/** The work of a class, one student after the other, by keys. */
export function ReviewScreen({ search }: { search: ReviewSearch }) {
  const words = useReviewWords();
  const { title } = useHomeworkWords();
  const { query, list, at, current, waiting, go, goOn } = useReviewQueue(search);
  const back = search.homework
    ? { label: title, link: { to: '/staff/homework/$id', params: { id: String(search.homework) } } as const }
    : {
        label: title,
        link: { to: '/staff/lectures/$id/homework', params: { id: String(search.lecture ?? '') } } as const,
      };
  return (
    <Page
      title={current?.title ?? words.title}
      lead={<span role="status">{current && words.position(at + 1, list.length, waiting)}</span>}
      back={back}
      width="full"
      actions={<Steps {...{ words, at, go }} count={list.length} />}
    >
      <QueryView
        query={query}
        isEmpty={() => !current}
        empty={
          <Paper>
            <EmptyState icon={IconNotebook} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {() => current && <ReviewWork key={keyOf(current)} standing={current} {...{ go, goOn }} />}
      </QueryView>
    </Page>
  );
}
