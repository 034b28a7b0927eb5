import { Alert, Button, Paper, Title } from '@mantine/core';
import { IconAlertTriangle, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Flash } from '../../ui/flash.tsx';
import { Page } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { JobState, useJobName } from './job-state.tsx';
import { cancelJobMutation, type Job, type JobAttempt, jobQuery } from './jobs.queries.ts';
import { useJobWords } from './words.ts';

const tones: Record<NonNullable<JobAttempt['outcome']>, Tone> = {
  done: 'ok',
  failed: 'bad',
  lost: 'warn',
  released: 'idle',
  cancelled: 'idle',
};

function Attempts({ attempts }: { attempts: readonly JobAttempt[] }) {
  const words = useJobWords();
  const dates = useDates();
  const columns: Column<JobAttempt>[] = [
    { key: 'attempt', header: words.columns.attempt, cell: ({ attempt }) => words.attemptOf(attempt, 0, 0) },
    {
      key: 'outcome',
      header: words.outcome,
      cell: ({ outcome }) => (
        <StatusBadge tone={outcome ? tones[outcome] : 'busy'}>
          {outcome ? words.outcomes[outcome] : words.running}
        </StatusBadge>
      ),
    },
    { key: 'runner', header: words.columns.runner, cell: ({ leased_by }) => leased_by },
    { key: 'started', header: words.started, cell: ({ started_at }) => dates.stamp(started_at) },
    { key: 'ended', header: words.ended, cell: ({ ended_at }) => (ended_at ? dates.stamp(ended_at) : '–') },
    { key: 'error', header: words.lastError, cell: ({ error }) => error ?? '–' },
  ];
  return attempts.length === 0 ? (
    <Paper>
      <EmptyState title={words.noAttempts} />
    </Paper>
  ) : (
    <DataTable label={words.history} rows={attempts} rowKey={({ attempt }) => attempt} columns={columns} />
  );
}

function CancelButton({ job }: { job: Job }) {
  const words = useJobWords();
  const cancel = useMutation(cancelJobMutation(useQueryClient(), job.id));
  if (job.status !== 'queued' && job.status !== 'leased') return null;
  const ask = async () => {
    const sure = await confirmLoss({
      title: words.cancelTitle,
      loses: words.cancelLoses,
      action: words.cancel,
    });
    if (sure) cancel.mutate(undefined, { onSuccess: () => doneToast(words.cancelled) });
  };
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerStop size={17} aria-hidden />}
      loading={cancel.isPending}
      disabled={job.cancel_requested}
      onClick={() => void ask()}
    >
      {words.cancel}
    </Button>
  );
}

/** One job: how far it is, what went wrong, and each attempt with its runner. */
export function JobScreen({ id }: { id: number }) {
  const words = useJobWords();
  const nameOf = useJobName();
  const job = useQuery(jobQuery(id));
  return (
    <Page
      title={job.data ? nameOf(job.data) : words.title}
      lead={
        job.data && (
          <Flash value={job.data.status}>
            <JobState job={job.data} />
          </Flash>
        )
      }
      actions={job.data && <CancelButton job={job.data} />}
      back={{ label: words.title, link: { to: '/admin/jobs' } }}
    >
      <QueryView query={job}>
        {(found) => (
          <>
            {found.status === 'leased' && (
              <Paper p="md">
                <ProgressBar label={nameOf(found)} done={found.progress} detail={found.stage} />
              </Paper>
            )}
            {found.last_error && found.status !== 'done' && (
              <Alert
                color="cinnabar"
                title={words.lastError}
                icon={<IconAlertTriangle size={18} aria-hidden />}
              >
                {found.last_error}
              </Alert>
            )}
            <Title order={2}>{words.history}</Title>
            <Attempts attempts={found.attempts} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
