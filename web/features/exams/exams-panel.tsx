import { Button, Group, Paper } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { classSessionsQuery } from '../attendance/attendance.queries.ts';
import { ExamState, useWindowText } from './exam-state.tsx';
import { type Exam, examsQuery, statisticsQuery } from './exams.queries.ts';
import { NewExamDialog } from './new-exam-dialog.tsx';
import { sessionNameOf } from './session-name.ts';
import { useExamWords } from './words.ts';

function Average({ exam: { id, state } }: { exam: Exam }) {
  const words = useExamWords();
  const { data } = useQuery({ ...statisticsQuery(id), enabled: state !== 'draft' });
  if (!data || data.mean === null) return '–';
  return words.average(Math.round(data.mean * 10) / 10, data.max_score, data.count);
}

function useColumns(lecture_id: number): Column<Exam>[] {
  const words = useExamWords();
  const windowText = useWindowText();
  const sessions = useQuery(classSessionsQuery(lecture_id)).data?.results;
  const sessionOf = ({ session_id }: Exam) => {
    const session = sessions?.find(({ id }) => id === session_id);
    return session ? sessionNameOf(words, session) : '–';
  };
  return [
    { key: 'title', header: words.columns.title, cell: (exam) => exam.title, sortBy: (exam) => exam.title },
    { key: 'session', header: words.columns.session, cell: sessionOf },
    { key: 'state', header: words.columns.state, cell: (exam) => <ExamState exam={exam} /> },
    { key: 'window', header: words.columns.window, cell: windowText, sortBy: ({ opens_at }) => opens_at },
    {
      key: 'questions',
      header: words.columns.questions,
      cell: ({ question_count, max_score }) =>
        question_count === 0 ? words.noQuestions : words.count(question_count, max_score),
      align: 'end',
    },
    {
      key: 'average',
      header: words.columns.average,
      cell: (exam) => <Average exam={exam} />,
      align: 'end',
    },
  ];
}

/** The exams of a lecture: how far each is, and how it went. */
export function ExamsPanel({ lecture_id }: { lecture_id: number }) {
  const words = useExamWords();
  const exams = useQuery(examsQuery(lecture_id));
  const sessions = useQuery(classSessionsQuery(lecture_id)).data?.results ?? [];
  const [isOpen, setOpen] = useState(false);
  const columns = useColumns(lecture_id);
  const add = (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      disabled={sessions.length === 0}
      onClick={() => setOpen(true)}
    >
      {words.add}
    </Button>
  );
  return (
    <>
      <QueryView
        query={exams}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconChecklist}
              title={words.none}
              hint={sessions.length === 0 ? words.noSessions : words.noneHint}
              action={add}
            />
          </Paper>
        }
      >
        {({ results }) => (
          <>
            <Group>{add}</Group>
            <DataTable
              label={words.title}
              rows={results}
              rowKey={({ id }) => id}
              columns={columns}
              link={({ id }) => ({ to: '/staff/exams/$id', params: { id: String(id) } })}
            />
          </>
        )}
      </QueryView>
      {isOpen && <NewExamDialog sessions={sessions} close={() => setOpen(false)} />}
    </>
  );
}
