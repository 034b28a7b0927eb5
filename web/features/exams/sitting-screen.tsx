import { Button, List, Paper, Stack, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type Exam, examQuery } from './exams.queries.ts';
import { sittingQuery, useStart } from './sitting.ts';
import { useSittingWords } from './sitting.words.ts';
import { SittingSheet } from './sitting-sheet.tsx';

function Before({ exam, enrollment_id }: { exam: Exam; enrollment_id: number }) {
  const words = useSittingWords();
  const dates = useDates();
  const start = useStart(exam.id, enrollment_id);
  const { description, question_count, time_limit_minutes, closes_at } = exam;
  const rules = [
    description,
    words.questions(question_count),
    time_limit_minutes === null ? words.noLimit : words.limit(time_limit_minutes),
    closes_at && words.until(dates.dateTime(closes_at)),
    words.saves,
  ];
  return (
    <Paper p="lg">
      <Stack gap="md">
        <Title order={2} size="h3">
          {words.before}
        </Title>
        <List spacing={6}>
          {rules.filter(Boolean).map((rule) => (
            <List.Item key={rule}>{rule}</List.Item>
          ))}
        </List>
        <ProblemAlert error={start.error} />
        <Button size="md" loading={start.isPending} onClick={() => start.mutate()}>
          {words.begin}
        </Button>
      </Stack>
    </Paper>
  );
}

function Done({ isOver }: { isOver: boolean }) {
  const words = useSittingWords();
  return (
    <Paper>
      <EmptyState
        icon={IconCircleCheck}
        title={words.done}
        hint={isOver ? words.over : words.doneHint}
        action={
          <Button renderRoot={(props) => <Link to="/student/exams" {...props} />}>{words.toExams}</Button>
        }
      />
    </Paper>
  );
}

/** One student answers an exam: what to know before, the questions one by one, and that it was handed in. */
export function SittingScreen({ exam_id, enrollment_id }: { exam_id: number; enrollment_id: number }) {
  const words = useSittingWords();
  const exam = useQuery(examQuery(exam_id));
  const sitting = useQuery(sittingQuery(exam_id, enrollment_id));
  const [done, setDone] = useState<'handed_in' | 'over'>();
  return (
    <Page
      title={exam.data?.title ?? words.exams}
      back={{ label: words.exams, link: { to: '/student/exams' } }}
    >
      {done ? (
        <Done isOver={done === 'over'} />
      ) : (
        <QueryView query={exam}>
          {(found) => (
            <QueryView query={sitting}>
              {(open) =>
                open && !open.ended ? (
                  <SittingSheet key={open.id} exam_id={exam_id} sitting={open} onDone={setDone} />
                ) : (
                  <Before exam={found} enrollment_id={enrollment_id} />
                )
              }
            </QueryView>
          )}
        </QueryView>
      )}
    </Page>
  );
}
