import { Button, Group, Paper } from '@mantine/core';
import { IconNotebook, IconPencilCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { classSessionsQuery } from '../attendance/attendance.queries.ts';
import { sessionNameOf } from '../exams/session-name.ts';
import { useExamWords } from '../exams/words.ts';
import { countsQuery, type Homework, homeworkOfLectureQuery } from './homework.queries.ts';
import { HomeworkDialog } from './homework-dialog.tsx';
import { useStaffHomeworkWords } from './staff.words.ts';
import { TextSearch } from './text-search.tsx';
import { useHomeworkWords } from './words.ts';

function useColumns(lecture_id: number): Column<Homework>[] {
  const words = useStaffHomeworkWords();
  const { noDue } = useHomeworkWords();
  const names = useExamWords();
  const dates = useDates();
  const sessions = useQuery(classSessionsQuery(lecture_id)).data?.results;
  const counts = useQuery(countsQuery(lecture_id)).data?.results;
  const countOf = ({ id }: Homework) => counts?.find(({ homework_id }) => homework_id === id);
  const sessionOf = ({ session_id }: Homework) => {
    const session = sessions?.find(({ id }) => id === session_id);
    return session ? sessionNameOf(names, session) : '–';
  };
  return [
    { key: 'title', header: words.columns.title, cell: (one) => one.title, sortBy: (one) => one.title },
    { key: 'session', header: words.columns.session, cell: sessionOf },
    {
      key: 'due',
      header: words.columns.due,
      cell: ({ due_at }) => (due_at ? dates.dateTime(due_at) : noDue),
      sortBy: ({ due_at }) => due_at,
    },
    {
      key: 'handed_in',
      header: words.columns.handedIn,
      align: 'end',
      cell: (one) => {
        const count = countOf(one);
        if (!count) return '–';
        return words.handedIn(count.waiting + count.returned + count.approved, count.students);
      },
    },
    {
      key: 'waiting',
      header: words.columns.waiting,
      align: 'end',
      cell: (one) => {
        const { waiting = 0 } = countOf(one) ?? {};
        return waiting > 0 ? <StatusBadge tone="warn">{words.people(waiting)}</StatusBadge> : '–';
      },
    },
    {
      key: 'approved',
      header: words.columns.approved,
      align: 'end',
      cell: (one) => words.people(countOf(one)?.approved ?? 0),
    },
  ];
}

function ReviewAll({ lecture_id }: { lecture_id: number }) {
  const words = useStaffHomeworkWords();
  const counts = useQuery(countsQuery(lecture_id)).data?.results ?? [];
  const waiting = counts.reduce((sum, one) => sum + one.waiting, 0);
  if (waiting === 0) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconPencilCheck size={18} aria-hidden />}
      renderRoot={(props) => <Link to="/staff/homework/review" search={{ lecture: lecture_id }} {...props} />}
    >
      {words.review(waiting)}
    </Button>
  );
}

/** The homework of a lecture: who has handed in, and what waits for being looked at. */
export function HomeworkPanel({ lecture_id }: { lecture_id: number }) {
  const words = useStaffHomeworkWords();
  const { title } = useHomeworkWords();
  const homework = useQuery(homeworkOfLectureQuery(lecture_id));
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
  const hint = sessions.length === 0 ? words.noSessions : words.noneHint;
  return (
    <>
      <QueryView
        query={homework}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconNotebook} title={words.none} hint={hint} action={add} />
          </Paper>
        }
      >
        {({ results }) => (
          <>
            <Group>
              {add}
              <ReviewAll lecture_id={lecture_id} />
            </Group>
            <TextSearch lecture_id={lecture_id} />
            <DataTable
              label={title}
              rows={results}
              rowKey={({ id }) => id}
              columns={columns}
              link={({ id }) => ({ to: '/staff/homework/$id', params: { id: String(id) } })}
            />
          </>
        )}
      </QueryView>
      {isOpen && <HomeworkDialog sessions={sessions} close={() => setOpen(false)} />}
    </>
  );
}
