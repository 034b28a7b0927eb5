import { Paper, Stack, Title } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { LectureCard } from '../video/lecture-card.tsx';
import { myProgressQuery, type OwnLecture } from '../video/student.queries.ts';
import { useHomeWords } from './words.ts';

type Child = {
  id: number;
  name: string;
  lectures: { lecture: OwnLecture; row: OwnLecture['rows'][number] }[];
};

/** A parent's children, each with their lectures and what is left of them. */
export function ParentHome() {
  const { greeting, parent: words } = useHomeWords();
  const dates = useDates();
  const { user } = useMe();
  const progress = useQuery(myProgressQuery);
  return (
    <Page title={words.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`}>
      <QueryView
        query={progress}
        isEmpty={(lectures) => childrenOf(lectures).length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconUsersGroup} title={words.empty} hint={words.hint} />
          </Paper>
        }
      >
        {(lectures) =>
          childrenOf(lectures).map((child) => (
            <Stack key={child.id} gap="sm">
              <Title order={2}>{child.name}</Title>
              {child.lectures.map(({ lecture, row }) => (
                <LectureCard key={row.enrollment_id} lecture={lecture} row={row} linked={false} />
              ))}
            </Stack>
          ))
        }
      </QueryView>
    </Page>
  );
}

function childrenOf(lectures: readonly OwnLecture[]): Child[] {
  const children = new Map<number, Child>();
  for (const lecture of lectures) {
    for (const row of lecture.rows) {
      const child = children.get(row.student_id) ?? {
        id: row.student_id,
        name: row.student_name,
        lectures: [],
      };
      child.lectures.push({ lecture, row });
      children.set(row.student_id, child);
    }
  }
  return [...children.values()];
}
