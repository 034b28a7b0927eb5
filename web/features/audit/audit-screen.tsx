import { Button, Group, NativeSelect, Paper, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useZone } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type AuditFilter, auditQuery, verifyMutation } from './audit.queries.ts';
import { useDeedWords } from './deeds.words.ts';
import { Entry } from './entry.tsx';
import styles from './list.module.css';
import { Verdict, VerifyButton } from './verify.tsx';
import { useAuditWords } from './words.ts';

type FilterProps = { filter: AuditFilter; change: (part: Partial<AuditFilter>) => void };

function Filters({ filter, change }: FilterProps) {
  const words = useAuditWords();
  const choices = Object.entries(useDeedWords().areas)
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Group align="end" gap="sm">
      <NativeSelect
        label={words.area}
        value={filter.area}
        onChange={(event) => change({ area: event.currentTarget.value })}
        data={[{ value: '', label: words.everything }, ...choices]}
      />
      <TextInput
        type="date"
        label={words.from}
        value={filter.from}
        max={filter.to}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={filter.to}
        min={filter.from}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
    </Group>
  );
}

function Trail({ filter }: { filter: AuditFilter }) {
  const words = useAuditWords();
  const trail = useInfiniteQuery(auditQuery(filter, useZone()));
  const entries = trail.data?.pages.flatMap(({ results }) => results) ?? [];
  if (trail.isPending) return <SkeletonRows rows={8} />;
  if (trail.isError) return <ProblemAlert error={trail.error} retry={() => void trail.refetch()} />;
  if (entries.length === 0) {
    return (
      <Paper>
        <EmptyState icon={IconHistory} title={words.none} hint={words.noneHint} />
      </Paper>
    );
  }
  return (
    <>
      <Paper style={{ overflow: 'hidden' }}>
        <ol className={styles.list}>
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      </Paper>
      {trail.hasNextPage && (
        <Button
          variant="default"
          className={styles.older ?? ''}
          loading={trail.isFetchingNextPage}
          onClick={() => void trail.fetchNextPage()}
        >
          {words.older}
        </Button>
      )}
    </>
  );
}

/** Who changed what and when, and whether the trail itself is untouched. */
export function AuditScreen() {
  const words = useAuditWords();
  const [filter, setFilter] = useState<AuditFilter>({ area: '', from: '', to: '' });
  const verify = useMutation(verifyMutation);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={<VerifyButton busy={verify.isPending} verify={() => verify.mutate()} />}
    >
      {verify.data && <Verdict verdict={verify.data} />}
      <Filters filter={filter} change={(part) => setFilter((before) => ({ ...before, ...part }))} />
      <Trail filter={filter} />
    </Page>
  );
}
