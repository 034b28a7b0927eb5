import { List, Paper, Text } from '@mantine/core';
import { listSittings } from '@seodang/contract/sittings.ts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useDates } from '../../lib/dates.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useSubmissionWords } from './submissions.words.ts';

type Props = { exam_id: number; questions: number };

/** How far each is who answers an exam online now; answers themselves are no news, so it looks again by itself. */
export function SittingNow({ exam_id, questions }: Props) {
  const words = useSubmissionWords();
  const dates = useDates();
  const sittings = useQuery({
    queryKey: ['sittings', exam_id, 'all'],
    queryFn: () => call(listSittings, { params: { id: exam_id } }),
    refetchInterval: 15_000,
  });
  const now = sittings.data?.results.filter(({ ended_at }) => ended_at === null) ?? [];
  if (now.length === 0) return null;
  return (
    <Paper p="md">
      <StatusBadge tone="busy">{words.sittingNow(now.length)}</StatusBadge>
      <List size="sm" mt="xs" spacing={2} mah="14rem" style={{ overflowY: 'auto' }}>
        {now.map(({ id, student_name, answered, ends_at }) => (
          <List.Item key={id}>
            {student_name}{' '}
            <Text span size="sm" c="dimmed">
              {words.answered(answered, questions)}
              {ends_at && ` · ${words.sittingUntil(dates.time(ends_at))}`}
            </Text>
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}
