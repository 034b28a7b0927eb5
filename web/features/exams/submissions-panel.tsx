import { Button, Group, Stack, Text } from '@mantine/core';
import { IconInbox, IconKeyboard, IconScan, IconTableImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { resultsQuery } from '../results/results.queries.ts';
import { failureIn } from '../scans/scans.rules.ts';
import { useScanWords } from '../scans/words.ts';
import { AnswerImport } from './answer-import.tsx';
import { AnswersDialog } from './answers-dialog.tsx';
import { examQuery } from './exams.queries.ts';
import { questionsQuery } from './questions.queries.ts';
import { rosterOf } from './roster.ts';
import { ScanDialog } from './scan-dialog.tsx';
import { SittingNow } from './sitting-now.tsx';
import { type Submission, submissionsOnAPage, submissionsQuery, useRetry } from './submissions.queries.ts';
import { useSubmissionWords } from './submissions.words.ts';
import { TypeInDialog } from './type-in-dialog.tsx';

const tones: Record<Submission['status'], Tone> = {
  submitted: 'idle',
  dispatched: 'busy',
  extracting: 'busy',
  answers_ready: 'busy',
  grading: 'busy',
  done: 'ok',
  failed: 'bad',
};

function Status({ one }: { one: Submission }) {
  const words = useSubmissionWords();
  const { failures } = useScanWords();
  return (
    <Group gap={6}>
      <StatusBadge tone={tones[one.status]}>{words.statuses[one.status]}</StatusBadge>
      {one.needs_review && <StatusBadge tone="warn">{words.needsReview}</StatusBadge>}
      {one.superseded && <StatusBadge tone="idle">{words.superseded}</StatusBadge>}
      {one.is_late && <StatusBadge tone="warn">{words.late}</StatusBadge>}
      {one.error_message && (
        <Text size="xs" c="dimmed" span>
          {failureIn(failures, one.error_message)}
        </Text>
      )}
    </Group>
  );
}

function Action({ one, open }: { one: Submission; open: (one: Submission) => void }) {
  const words = useSubmissionWords();
  const retry = useRetry();
  if (one.status === 'failed')
    return (
      <Button
        size="compact-sm"
        variant="default"
        loading={retry.isPending}
        onClick={() => retry.mutate(one.id, { onSuccess: () => doneToast(words.retried) })}
      >
        {words.retry}
      </Button>
    );
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.openOf(one.student_name)}
      onClick={() => open(one)}
    >
      {words.open}
    </Button>
  );
}

function useColumns(open: (one: Submission) => void): Column<Submission>[] {
  const words = useSubmissionWords();
  const dates = useDates();
  const { columns } = words;
  return [
    { key: 'student', header: columns.student, cell: ({ student_name }) => student_name },
    { key: 'status', header: columns.status, cell: (one) => <Status one={one} /> },
    { key: 'source', header: columns.source, cell: ({ source }) => words.sources[source] },
    { key: 'when', header: columns.when, cell: ({ created_at }) => dates.dateTime(created_at) },
    {
      key: 'action',
      header: columns.action,
      cell: (one) => <Action one={one} open={open} />,
      align: 'end',
    },
  ];
}

type Opened = 'type' | 'scan' | 'file' | Submission;

/** What was handed in for an exam, and the ways to hand in what is on paper. */
export function SubmissionsPanel({ exam_id }: { exam_id: number }) {
  const words = useSubmissionWords();
  const [page, setPage] = useState(1);
  const [opened, open] = useState<Opened>();
  const submissions = useQuery(submissionsQuery(exam_id, page));
  const results = useQuery(resultsQuery(exam_id)).data;
  const questions = useQuery(questionsQuery(exam_id)).data?.questions.length;
  const isOnline = useQuery(examQuery(exam_id)).data?.is_online;
  const hasQuestions = (questions ?? 1) > 0;
  const columns = useColumns(open);
  const close = () => open(undefined);
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button
          leftSection={<IconKeyboard size={18} aria-hidden />}
          disabled={!hasQuestions}
          onClick={() => open('type')}
        >
          {words.type}
        </Button>
        <Button
          variant="default"
          leftSection={<IconScan size={18} aria-hidden />}
          disabled={!hasQuestions}
          onClick={() => open('scan')}
        >
          {words.scan}
        </Button>
        <Button
          variant="default"
          leftSection={<IconTableImport size={18} aria-hidden />}
          disabled={!hasQuestions}
          onClick={() => open('file')}
        >
          {words.fromFile}
        </Button>
        <Text size="sm" c="dimmed" ml="auto" role="status">
          {hasQuestions
            ? results && words.handedIn(results.results.length, rosterOf(results).length)
            : words.noQuestions}
        </Text>
      </Group>
      {isOnline && questions !== undefined && <SittingNow exam_id={exam_id} questions={questions} />}
      <PagedTable
        label={words.title}
        query={submissions}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={IconInbox} title={words.none} hint={words.noneHint} />}
        page={page}
        pageSize={submissionsOnAPage}
        onPage={setPage}
      />
      {opened === 'type' && <TypeInDialog exam_id={exam_id} close={close} />}
      {opened === 'scan' && <ScanDialog exam_id={exam_id} close={close} />}
      {opened === 'file' && <AnswerImport exam_id={exam_id} close={close} />}
      {typeof opened === 'object' && <AnswersDialog submission={opened} close={close} />}
    </Stack>
  );
}
