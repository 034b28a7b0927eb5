import { Button, Paper } from '@mantine/core';
import { IconChalkboard, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type Lecture, lecturesQuery } from './classes.queries.ts';
import { useScheduleText } from './schedule-text.ts';
import { useClassesWords } from './words.ts';

function useColumns(): Column<Lecture>[] {
  const { columns, people, count } = useClassesWords();
  const dates = useDates();
  const scheduleText = useScheduleText();
  return [
    { key: 'title', header: columns.title, cell: (one) => one.title },
    { key: 'subject', header: columns.subject, cell: (one) => one.subject || '–', phone: 'hide' },
    { key: 'teacher', header: columns.teacher, cell: (one) => one.teacher_name ?? '–' },
    { key: 'schedule', header: columns.schedule, cell: (one) => scheduleText(one.schedule) || '–' },
    {
      key: 'students',
      header: columns.students,
      cell: (one) => people(one.enrollment_count ?? 0),
      align: 'end',
    },
    { key: 'sessions', header: columns.sessions, cell: (one) => count(one.session_count), align: 'end' },
    { key: 'next', header: columns.next, cell: (one) => (one.next_on ? dates.day(one.next_on) : '–') },
  ];
}

/** The lectures that one works in. */
export function LecturesScreen() {
  const words = useClassesWords();
  const { role } = useMe().user;
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState('');
  const lectures = useQuery(lecturesQuery(page, useDeferredValue(search.trim())));
  const columns = useColumns();
  const add = role !== 'assistant' && (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(props) => <Link to="/staff/lectures/new" {...props} />}
    >
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={add}>
      <SearchField
        label={words.search}
        value={search}
        search={(text) => {
          setSearch(text);
          setPage(1);
        }}
      />
      <QueryView
        query={lectures}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconChalkboard}
              title={search ? words.noneFound : words.none}
              hint={!search && words.noneHint}
              action={!search && add}
            />
          </Paper>
        }
      >
        {({ results, count }) => (
          <DataTable
            label={words.title}
            rows={results}
            rowKey={(one) => one.id}
            columns={columns}
            link={(one) => ({ to: '/staff/lectures/$id', params: { id: String(one.id) } })}
            pager={{ page, page_size: 50, count, onPage: setPage }}
          />
        )}
      </QueryView>
    </Page>
  );
}
