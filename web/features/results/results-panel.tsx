import { Button, Group, Paper, Stack } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterChoice } from '../../ui/paged-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { examQuery } from '../exams/exams.queries.ts';
import { DownloadMenu } from './download-menu.tsx';
import { ExamFigures } from './exam-figures.tsx';
import { ItemTable } from './item-table.tsx';
import { PrintMenu } from './print-menu.tsx';
import { Ranking } from './ranking.tsx';
import { ReleaseControl } from './release-control.tsx';
import { ResultGrid } from './result-grid.tsx';
import { resultsQuery } from './results.queries.ts';
import { useResultWords } from './words.ts';

type View = 'ranking' | 'items' | 'grid';
const views: readonly View[] = ['ranking', 'items', 'grid'];

function Nothing({ exam_id }: { exam_id: number }) {
  const words = useResultWords();
  return (
    <Paper>
      <EmptyState
        icon={IconChartBar}
        title={words.none}
        hint={words.noneHint}
        action={
          <Button
            renderRoot={(props) => (
              <Link to="/staff/exams/$id/submissions" params={{ id: String(exam_id) }} {...props} />
            )}
          >
            {words.toSubmissions}
          </Button>
        }
      />
    </Paper>
  );
}

/** How an exam went: for everybody, question by question, and answer by answer; and who may see it. */
export function ResultsPanel({ exam_id }: { exam_id: number }) {
  const words = useResultWords();
  const results = useQuery(resultsQuery(exam_id));
  const exam = useQuery(examQuery(exam_id)).data;
  const [view, choose] = useState<View>('ranking');
  return (
    <QueryView
      query={results}
      isEmpty={(found) => found.results.length === 0}
      empty={<Nothing exam_id={exam_id} />}
    >
      {(found) => (
        <Stack gap="md">
          <ExamFigures exam_id={exam_id} pass_score={found.results[0]?.pass_score} />
          <Group justify="space-between" gap="sm">
            <FilterChoice
              label={words.view}
              value={view}
              choose={choose}
              choices={views.map((value) => ({ value, label: words.views[value] }))}
            />
            <Group gap="xs">
              {exam && <ReleaseControl exam={exam} />}
              <PrintMenu exam_id={exam_id} title={exam?.title} />
              <DownloadMenu exam_id={exam_id} title={exam?.title} />
            </Group>
          </Group>
          {view === 'ranking' && <Ranking exam_id={exam_id} found={found} />}
          {view === 'items' && <ItemTable exam_id={exam_id} />}
          {view === 'grid' && <ResultGrid exam_id={exam_id} />}
        </Stack>
      )}
    </QueryView>
  );
}
