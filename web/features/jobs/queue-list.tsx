import { Group, Paper, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { type Queue, queuesQuery } from './jobs.queries.ts';
import { useJobWords } from './words.ts';

/** What waits for the runners, and for how long: whether there are enough of them. */
export function QueueList() {
  const words = useJobWords();
  const queues = useQuery(queuesQuery);
  return (
    <section aria-label={words.queue.title}>
      <QueryView
        query={queues}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.queue.none}
          </Text>
        }
      >
        {({ results }) => results.map((queue) => <QueueCard key={queue.kind} queue={queue} />)}
      </QueryView>
    </section>
  );
}

function QueueCard({ queue }: { queue: Queue }) {
  const words = useJobWords();
  const dates = useDates();
  const { oldest_queued_at: oldest, soonest_lease_end: lease } = queue;
  const figures: [string, string][] = [
    [words.queue.queued, words.queue.jobs(queue.queued)],
    [words.queue.oldest, oldest ? dates.relative(oldest) : '–'],
    [words.queue.resting, words.queue.jobs(queue.resting)],
    [words.queue.leased, words.queue.jobs(queue.leased)],
    [words.queue.lease, lease ? dates.relative(lease) : '–'],
    [words.queue.failed, words.queue.jobs(queue.failed)],
  ];
  return (
    <Paper p="md">
      <Text fw={600} mb={4}>
        {words.kinds[queue.kind] ?? queue.kind}
      </Text>
      <Group gap="0.4rem 1.75rem">
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            <Text fw={600}>{value}</Text>
          </div>
        ))}
      </Group>
    </Paper>
  );
}
