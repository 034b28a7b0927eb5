import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Output } from '@seodang/contract/call.ts';
import type { classStudy } from '@seodang/contract/study-overview.ts';
import { IconBook2, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { classStudyQuery, type Topic, topicsQuery, useCreateTopic } from './bank.queries.ts';
import { useBankWords } from './bank.words.ts';
import { TopicForm } from './topic-form.tsx';
import { WeakList } from './weak-list.tsx';

type Load = Output<typeof classStudy>['students'][number];

function NewTopic({ lecture_id, close }: { lecture_id: number; close: () => void }) {
  const words = useBankWords();
  const navigate = useNavigate();
  const create = useCreateTopic();
  const save = async (title: string) => {
    const { id } = await create.mutateAsync({ title, lecture_id });
    await navigate({
      to: '/staff/lectures/$id/study/$topic',
      params: { id: `${lecture_id}`, topic: `${id}` },
    });
  };
  return <TopicForm heading={words.addTopic} action={words.create} title="" save={save} close={close} />;
}

function Topics({ lecture_id }: { lecture_id: number }) {
  const words = useBankWords();
  const topics = useQuery(topicsQuery(lecture_id));
  const [isOpen, setOpen] = useState(false);
  const columns: Column<Topic>[] = [
    { key: 'title', header: words.topicColumns.title, cell: ({ title }) => title },
    {
      key: 'questions',
      header: words.topicColumns.questions,
      cell: ({ question_count }) => question_count,
      align: 'end',
    },
    {
      key: 'paper',
      header: words.topicColumns.action,
      cell: ({ is_paper }) => is_paper && words.paper,
    },
  ];
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
      {words.addTopic}
    </Button>
  );
  return (
    <Stack gap="sm" component="section">
      <QueryView
        query={topics}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconBook2} title={words.noTopics} hint={words.noTopicsHint} action={add} />
          </Paper>
        }
      >
        {({ results }) => (
          <>
            <Group justify="space-between">
              <Title order={2} size="h3">
                {words.topics}
              </Title>
              {add}
            </Group>
            <DataTable
              label={words.topics}
              rows={results}
              rowKey={({ id }) => id}
              columns={columns}
              link={({ id }) => ({
                to: '/staff/lectures/$id/study/$topic',
                params: { id: String(lecture_id), topic: String(id) },
              })}
            />
          </>
        )}
      </QueryView>
      {isOpen && <NewTopic lecture_id={lecture_id} close={() => setOpen(false)} />}
    </Stack>
  );
}

function useLoadColumns(): Column<Load>[] {
  const words = useBankWords();
  const dates = useDates();
  const { name, due, week, chronic, last } = words.loadColumns;
  return [
    { key: 'name', header: name, cell: (row) => row.name, sortBy: (row) => row.name },
    { key: 'due', header: due, cell: (row) => row.due, sortBy: (row) => row.due, align: 'end' },
    {
      ...{ key: 'week', header: week, align: 'end' },
      cell: (row) => row.due_in_7_days,
      sortBy: (row) => row.due_in_7_days,
    },
    {
      key: 'chronic',
      header: chronic,
      cell: (row) => row.chronic,
      sortBy: (row) => row.chronic,
      align: 'end',
    },
    {
      ...{ key: 'last', header: last },
      cell: ({ last_at }) => (last_at ? dates.day(last_at) : words.never),
      sortBy: (row) => row.last_at,
    },
  ];
}

function ClassLoad({ lecture_id }: { lecture_id: number }) {
  const words = useBankWords();
  const load = useQuery(classStudyQuery(lecture_id));
  const columns = useLoadColumns();
  return (
    <QueryView query={load}>
      {({ students, tags }) => (
        <>
          <Stack gap="sm" component="section">
            <Title order={2} size="h3">
              {words.load}
            </Title>
            {students.length === 0 ? (
              <Text c="dimmed">{words.noStudents}</Text>
            ) : (
              <DataTable
                label={words.load}
                rows={students}
                rowKey={({ student_id }) => student_id}
                columns={columns}
              />
            )}
          </Stack>
          <WeakList title={words.weakTags} list={tags.slice(0, 12)} />
        </>
      )}
    </QueryView>
  );
}

/** What a class studies: its topics, how much is due for each student, and where the class is weak. */
export function ClassPanel({ lecture_id }: { lecture_id: number }) {
  return (
    <Stack gap="xl">
      <Topics lecture_id={lecture_id} />
      <ClassLoad lecture_id={lecture_id} />
    </Stack>
  );
}
