import { Alert, Button, Group, Text } from '@mantine/core';
import { IconChecks, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { formatBytes } from '../../lib/numbers.ts';
import { PageTurner } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterChoice, useFilteredPage } from '../../ui/paged-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import {
  checkStorage,
  faultsOnAPage,
  type Sort,
  type StorageState,
  storageFaultsQuery,
  storageQuery,
} from './storage.queries.ts';
import { useStorageWords } from './storage.words.ts';
import { RemoveOrphans } from './storage-removal.tsx';
import { FaultRow } from './storage-row.tsx';

/** Whether files and rows know each other: what is missing, what nobody knows, and what to do about both. */
export function StorageSection() {
  const words = useStorageWords();
  const state = useQuery(storageQuery);
  return (
    <Section title={words.title} lead={words.lead} aside={<CheckNow isChecking={state.data?.is_checking} />}>
      <QueryView query={state}>{(seen) => <Seen state={seen} />}</QueryView>
    </Section>
  );
}

function CheckNow({ isChecking = false }: { isChecking?: boolean | undefined }) {
  const words = useStorageWords();
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: checkStorage,
    onSuccess: (state) => queries.setQueryData(storageQuery.queryKey, state),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={17} aria-hidden />}
      loading={check.isPending || isChecking}
      onClick={() => check.mutate()}
    >
      {words.checkNow}
    </Button>
  );
}

function Seen({ state }: { state: StorageState }) {
  const words = useStorageWords();
  const dates = useDates();
  const { checked_at, files, bytes, orphans, missing } = state;
  if (!checked_at && orphans.places + missing === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.neverChecked}
      </Text>
    );
  return (
    <>
      {checked_at && (
        <Text size="sm">{words.checked(dates.dateTime(checked_at), files, formatBytes(bytes))}</Text>
      )}
      {orphans.places + missing === 0 ? (
        <EmptyState icon={IconChecks} title={words.none} hint={words.noneHint} />
      ) : (
        <Faults state={state} />
      )}
    </>
  );
}

function Faults({ state: { orphans, missing } }: { state: StorageState }) {
  const words = useStorageWords();
  const { filter, setFilter, page, setPage } = useFilteredPage<Sort>(missing > 0 ? 'missing' : 'orphan');
  const faults = useQuery(storageFaultsQuery(page, filter));
  return (
    <>
      <FilterChoice
        label={words.title}
        value={filter}
        choose={setFilter}
        choices={[
          { value: 'missing', label: words.missing(missing) },
          { value: 'orphan', label: words.orphans(orphans.places) },
        ]}
      />
      {filter === 'missing' ? (
        <Alert color={missing > 0 ? 'cinnabar' : 'celadon'}>
          {missing > 0 ? words.missingHint : words.noneMissing}
        </Alert>
      ) : (
        <Alert color="jjok">
          {orphans.places > 0 ? words.orphanHint(formatBytes(orphans.bytes)) : words.noOrphans}
        </Alert>
      )}
      <QueryView query={faults}>
        {({ results, count }) => (
          <>
            <Rows>
              {results.map((fault) => (
                <FaultRow key={fault.id} fault={fault} />
              ))}
            </Rows>
            <PageTurner pager={{ page, page_size: faultsOnAPage, count, onPage: setPage }} />
          </>
        )}
      </QueryView>
      {filter === 'orphan' && orphans.places > 0 && (
        <Group justify="flex-end">
          <RemoveOrphans />
        </Group>
      )}
    </>
  );
}
