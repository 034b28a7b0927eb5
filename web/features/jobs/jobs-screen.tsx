import { IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { FilterChoice, PagedTable, useFilteredPage } from '../../ui/paged-table.tsx';
import { JobProgress, JobState, useJobName } from './job-state.tsx';
import { type Job, jobsQuery } from './jobs.queries.ts';
import { QueueList } from './queue-list.tsx';
import { RunnerList } from './runner-list.tsx';
import { useJobWords } from './words.ts';

const filters = ['all', 'leased', 'queued', 'failed', 'done'] as const;
type Filter = (typeof filters)[number];
const pageSize = 50;

function useColumns(): Column<Job>[] {
  const { columns, attemptOf } = useJobWords();
  const dates = useDates();
  const nameOf = useJobName();
  return [
    { key: 'job', header: columns.job, cell: nameOf },
    { key: 'status', header: columns.status, cell: (job) => <JobState job={job} /> },
    {
      key: 'progress',
      header: columns.progress,
      cell: (job) => <JobProgress job={job} label={nameOf(job)} />,
      width: '9rem',
    },
    {
      key: 'attempt',
      header: columns.attempt,
      cell: (job) => attemptOf(job.attempt, job.failures, job.max_failures),
    },
    { key: 'runner', header: columns.runner, cell: (job) => job.leased_by ?? '–', phone: 'hide' },
    {
      key: 'lease',
      header: columns.lease,
      cell: (job) => (job.leased_until ? dates.relative(job.leased_until) : '–'),
      phone: 'hide',
    },
    { key: 'created', header: columns.created, cell: (job) => dates.dateTime(job.created_at) },
  ];
}

/** The academy's background work: who does it, what waits, what failed. */
export function JobsScreen() {
  const words = useJobWords();
  const { filter, setFilter, page, setPage } = useFilteredPage<Filter>('all');
  const jobs = useQuery(jobsQuery(page, filter === 'all' ? undefined : filter));
  const columns = useColumns();
  return (
    <Page title={words.title} lead={words.lead}>
      <RunnerList />
      <QueueList />
      <FilterChoice
        label={words.columns.status}
        value={filter}
        choose={setFilter}
        choices={filters.map((value) => ({
          value,
          label: value === 'all' ? words.all : words.statuses[value],
        }))}
      />
      <PagedTable
        label={words.title}
        query={jobs}
        columns={columns}
        rowKey={({ id }) => id}
        link={(job) => ({ to: '/admin/jobs/$id', params: { id: String(job.id) } })}
        empty={<EmptyState icon={IconStack2} title={words.none} hint={filter === 'all' && words.noneHint} />}
        {...{ page, pageSize, onPage: setPage }}
      />
    </Page>
  );
}
