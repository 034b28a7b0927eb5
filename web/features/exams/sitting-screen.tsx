import { Button, List, Paper, Stack, Text, Title } from '@mantine/core';
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
import { useExamSettingsWords } from './settings.words.ts';
import { sittingQuery, useStart } from './sitting.ts';
import { useSittingWords } from './sitting.words.ts';
import { SittingSheet } from './sitting-sheet.tsx';
import { termsOf } from './terms.rules.ts';

function Before({ exam, enrollment_id }: { exam: Exam; enrollment_id: number }) {
  const words = useSittingWords();
  const dates = useDates();
  const settings = useExamSettingsWords();
  const start = useStart(exam.id, enrollment_id);
  const { description, question_count, counting } = exam;
  const { minutes, closes_at, attempts } = termsOf(exam, enrollment_id);
  const rules = [
    words.questions(question_count),
    minutes === null ? words.noLimit : words.limit(minutes),
    closes_at && words.until(dates.dateTime(closes_at)),
    attempts > 1 ? words.attempts(attempts, settings.countings[counting]) : '',
    words.saves,
  ];
  return (
    <Paper p="lg">
      <Stack gap="md">
        <Title order={2} size="h3">
          {words.before}
        </Title>
        {description && <Text style={{ whiteSpace: 'pre-line' }}>{description}</Text>}
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
  const [running, setRunning] = useState<number>();
  const open = sitting.data;
  if (open && !open.ended && running !== open.id) setRunning(open.id);
  // Ended while it was on the screen: the exam was closed, or it was handed in on another device.
  const hasEnded = open?.ended && running === open.id;
  const isOver = open?.ends_at != null && open.ends_at <= open.server_now;
  return (
    <Page
      title={exam.data?.title ?? words.exams}
      back={{ label: words.exams, link: { to: '/student/exams' } }}
    >
      {done || hasEnded ? (
        <Done isOver={done ? done === 'over' : isOver} />
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
