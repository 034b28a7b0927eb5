import { Progress } from '@mantine/core';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import type { Job } from './jobs.queries.ts';
import { useJobWords } from './words.ts';

const tones: Record<Job['status'], Tone> = {
  queued: 'idle',
  leased: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'idle',
};

/** What becomes of a job, in colour, icon and words. */
export function JobState({ job }: { job: Job }) {
  const words = useJobWords();
  const stopping = job.cancel_requested && job.status === 'leased';
  return (
    <StatusBadge tone={stopping ? 'warn' : tones[job.status]}>
      {stopping ? words.cancelling : words.statuses[job.status]}
    </StatusBadge>
  );
}

/** How far a job is; nothing to see for one that waits. */
export function JobProgress({ job, label }: { job: Job; label: string }) {
  if (job.status !== 'leased') return job.status === 'done' ? '100%' : '–';
  return (
    <Progress.Root size="md" radius="xl" miw={90}>
      <Progress.Section value={job.progress * 100} aria-label={label} />
    </Progress.Root>
  );
}

/** The job's name for people: what is done to which thing. */
export function useJobName(): (job: Job) => string {
  const words = useJobWords();
  return (job) => words.named(words.kinds[job.kind] ?? job.kind, job.subject_id);
}
