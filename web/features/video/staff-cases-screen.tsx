import { Group } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useDates } from '../../lib/dates.ts';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { FilterChoice, PagedTable, useFilteredPage } from '../../ui/paged-table.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { type CaseFilter, casesQuery, type PlaybackCase } from './staff-cases.queries.ts';
import { useStaffCaseWords } from './staff-cases.words.ts';

const filters: readonly CaseFilter[] = ['open', 'objected', 'all'];
const pageSize = 50;
const tones: Record<PlaybackCase['state'], Tone> = {
  ok: 'info',
  warned: 'warn',
  paused: 'warn',
  revoked: 'bad',
};

/** How far a case went. */
export function CaseState({ state }: Pick<PlaybackCase, 'state'>) {
  const words = useStaffCaseWords();
  return <StatusBadge tone={tones[state]}>{words.states[state]}</StatusBadge>;
}

/** Whether staff have decided, and whether the student waits for it. */
export function CaseStatus({ status, objection }: Pick<PlaybackCase, 'status' | 'objection'>) {
  const words = useStaffCaseWords();
  const waits = status === 'open' && objection !== null;
  return (
    <StatusBadge tone={waits ? 'warn' : status === 'open' ? 'busy' : 'ok'}>
      {waits ? words.objected : words.statuses[status]}
    </StatusBadge>
  );
}

function useColumns(): Column<PlaybackCase>[] {
  const { columns, times, forged } = useStaffCaseWords();
  const dates = useDates();
  return [
    { key: 'student', header: columns.student, cell: ({ student_name }) => student_name },
    {
      key: 'video',
      header: columns.video,
      cell: ({ video_title, lecture_title }) => `${video_title} · ${lecture_title}`,
    },
    { key: 'state', header: columns.state, cell: (row) => <CaseState state={row.state} /> },
    {
      key: 'violations',
      header: columns.violations,
      cell: (row) =>
        [row.violations > 0 && times(row.violations), row.forged > 0 && forged(row.forged)]
          .filter(Boolean)
          .join(' · '),
    },
    { key: 'status', header: columns.status, cell: (row) => <CaseStatus {...row} /> },
    { key: 'last', header: columns.last, cell: ({ last_at }) => dates.dateTime(last_at) },
  ];
}

/** Cases of violations in the lectures of the caller, what waits for a decision first. */
export function StaffCasesScreen() {
  const words = useStaffCaseWords();
  const first: { kind: CaseFilter; text: string } = { kind: 'open', text: '' };
  const { filter, setFilter, page, setPage } = useFilteredPage(first);
  const { kind, text } = filter;
  const search = useDeferredValue(text.trim());
  const cases = useQuery(casesQuery(page, kind, search));
  const columns = useColumns();
  return (
    <Page title={words.title} lead={words.lead}>
      <Group gap="sm">
        <FilterChoice
          label={words.filterLabel}
          value={kind}
          choose={(chosen) => setFilter({ kind: chosen, text })}
          choices={filters.map((value) => ({ value, label: words.filters[value] }))}
        />
        <SearchField
          label={words.search}
          value={text}
          search={(typed) => setFilter({ kind, text: typed.slice(0, 100) })}
        />
      </Group>
      <PagedTable
        label={words.title}
        query={cases}
        columns={columns}
        rowKey={({ id }) => id}
        link={({ id }) => ({ to: '/staff/cases/$id', params: { id: String(id) } })}
        empty={
          search ? (
            <EmptyState title={words.noneFound} />
          ) : (
            <EmptyState icon={IconShieldCheck} title={words.none} hint={words.noneHint} />
          )
        }
        {...{ page, pageSize, onPage: setPage }}
      />
    </Page>
  );
}
