import { Group, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Watcher } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import styles from './student.module.css';

/** How a class stands with a video, in four numbers that lead to the students. */
export function WatchedSummary({ id, students }: { id: number; students: readonly Watcher[] }) {
  const words = useManageWords();
  const count = (is: (one: Watcher) => boolean) => students.filter(is).length;
  const figures = [
    [words.columns.students, students.length],
    [words.watching, count(({ watching_now }) => watching_now)],
    [words.done, count(({ completed }) => completed)],
    [words.partly, count(({ completed, progress }) => !completed && progress > 0)],
    [words.notStarted, count(({ completed, progress }) => !completed && progress === 0)],
  ] as const;
  return (
    <Paper p="md">
      <Group gap="lg">
        {figures.map(([name, figure]) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            <Text fw={700} size="lg">
              {words.people(figure)}
            </Text>
          </div>
        ))}
        <Link to="/staff/videos/$id/students" params={{ id: String(id) }} className={styles.more ?? ''}>
          {words.seeStudents}
        </Link>
      </Group>
    </Paper>
  );
}
