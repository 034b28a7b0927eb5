import { Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { ProblemAlert } from '../../ui/problem.tsx';
import { PagePicture } from './page-picture.tsx';
import styles from './scans.module.css';
import { pageQuery, type ScanDetail, type ScanPage, type Seat } from './scans.queries.ts';
import { answeredDifferently, rangesOf } from './scans.rules.ts';
import { useSortWords } from './sort.words.ts';
import type { Sorting } from './use-sorting.ts';

type Props = {
  scan: ScanDetail;
  page: ScanPage;
  owner: Seat;
  sorting: Sorting;
  onOther: () => void;
};

type SideProps = { digit: string; name: string; choose: () => void; isBusy: boolean; children: ReactNode };

function Side({ digit, name, choose, isBusy, children }: SideProps) {
  return (
    <Stack gap="xs">
      <Button variant="light" loading={isBusy} leftSection={<Kbd>{digit}</Kbd>} onClick={choose}>
        {name}
      </Button>
      {children}
    </Stack>
  );
}

/** Two sheets of one student side by side: one of them counts. */
export function DuplicateChoice({ scan, page, owner, sorting, onOther }: Props) {
  const words = useSortWords();
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys of the next page begin at once
  useEffect(() => place.current?.focus(), [page.id]);
  const before = scan.pages.find(
    (one) =>
      one.status === 'assigned' &&
      one.enrollment_id === owner.enrollment_id &&
      (one.page_number ?? 1) === (page.page_number ?? 1),
  );
  const first = useQuery({ ...pageQuery(before?.id ?? 0), enabled: before !== undefined }).data;
  const second = useQuery(pageQuery(page.id)).data;
  const differing = first && second ? answeredDifferently(first.answers, second.answers) : undefined;
  const outlined = differing ? { outlined: differing } : {};
  const keep = () => sorting.putAside(words.kept(owner.student_name));
  const take = () => sorting.give(owner, true);
  const onKey = (event: KeyboardEvent) => {
    if (sorting.isBusy || (event.key !== '1' && event.key !== '2')) return;
    event.preventDefault();
    if (event.key === '1') keep();
    else take();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot take the focus itself
    <div
      ref={place}
      role="group"
      tabIndex={-1}
      aria-label={words.which(owner.student_name)}
      onKeyDown={onKey}
      className={styles.focusless}
      data-autofocus
    >
      <Stack gap="sm">
        <div>
          <Text fw={600}>{words.which(owner.student_name)}</Text>
          <Text size="sm" c="dimmed">
            {words.which_keys}
          </Text>
          {differing && (
            <Text size="sm">{differing.length > 0 ? words.differ(rangesOf(differing)) : words.same}</Text>
          )}
        </div>
        <div className={styles.pair}>
          <Side digit="1" name={words.before} choose={keep} isBusy={sorting.isBusy}>
            {before ? (
              <PagePicture
                page_id={before.id}
                label={words.beforePicture(owner.student_name)}
                {...outlined}
              />
            ) : (
              <Text size="sm" c="dimmed">
                {words.elsewhere}
              </Text>
            )}
          </Side>
          <Side digit="2" name={words.this} choose={take} isBusy={sorting.isBusy}>
            <PagePicture page_id={page.id} label={words.thisPicture(owner.student_name)} {...outlined} />
          </Side>
        </div>
        <ProblemAlert error={sorting.error} />
        <Group justify="flex-end">
          <Button variant="subtle" onClick={onOther}>
            {words.other}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}
