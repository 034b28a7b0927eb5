import { Paper, Stack } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ownLecturesQuery } from './progress.queries.ts';
import { RiskList } from './risk-list.tsx';
import { RiskRanking } from './risk-ranking.tsx';
import { useProgressWords } from './words.ts';

/** Of which lecture to see the progress. */
export function LectureChoiceScreen() {
  const words = useProgressWords();
  const lectures = useQuery(ownLecturesQuery);
  return (
    <Page title={words.title} lead={words.lead}>
      <QueryView
        query={lectures}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconBooks} title={words.noLectures} hint={words.noLecturesHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <Stack gap="lg">
            <RiskList />
            <DataTable
              label={words.title}
              rows={results}
              rowKey={({ id }) => id}
              link={({ id }) => ({ to: '/staff/lectures/$id/progress', params: { id: String(id) } })}
              columns={[
                {
                  key: 'title',
                  header: words.lecture,
                  cell: ({ title }) => title,
                  sortBy: ({ title }) => title,
                },
                { key: 'teacher', header: words.teacher, cell: ({ teacher_name }) => teacher_name ?? '–' },
                {
                  key: 'students',
                  header: words.students,
                  cell: (row) => row.enrollment_count,
                  align: 'end',
                },
                { key: 'sessions', header: words.sessions, cell: (row) => row.session_count, align: 'end' },
              ]}
            />
            <RiskRanking />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}
