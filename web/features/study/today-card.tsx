import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useStudy, useSync, useToday } from './use-study.ts';
import { useStudyWords } from './words.ts';

/** What is due for review today, on the student's first screen; nothing when nothing is. */
export function TodayCard() {
  const words = useStudyWords();
  const { study } = useStudy();
  useSync(study);
  const { due_count } = useToday(study);
  if (due_count === 0) return null;
  return (
    <Paper p="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2} size="h4">
            {words.due(due_count)}
          </Title>
          <Text size="sm" c="dimmed">
            {words.dueHint}
          </Text>
        </div>
        <Button variant="light" renderRoot={(props) => <Link to="/student/study" {...props} />}>
          {words.toStudy}
        </Button>
      </Group>
    </Paper>
  );
}
