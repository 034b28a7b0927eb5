import { Button, Group, Menu, Paper, Text } from '@mantine/core';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { type Enrollment, enrollmentsQuery, lectureQuery } from './classes.queries.ts';
import { EnrollDialog } from './enroll-dialog.tsx';
import { OpenSessionsDialog } from './open-sessions-dialog.tsx';
import { StatusDialog, useStatusChange } from './status-dialog.tsx';
import { useClassesWords } from './words.ts';

const pageSize = 50;
const statuses = ['ACTIVE', 'PENDING', 'INACTIVE'] as const;
const tones: Record<Enrollment['status'], Tone> = { ACTIVE: 'ok', PENDING: 'warn', INACTIVE: 'idle' };

function StatusMenu({ one }: { one: Enrollment }) {
  const { students: words } = useClassesWords();
  const { change, choose, asked, close, isBusy } = useStatusChange(one);
  return (
    <>
      {asked && <StatusDialog one={one} asked={asked} change={change} close={close} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.changeOf(one.student_name)}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            loading={isBusy}
          >
            {words.change}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {statuses
            .filter((status) => status !== one.status)
            .map((status) => (
              <Menu.Item key={status} onClick={() => choose(status)}>
                {words.make[status]}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

type Opening = { sessionCount: number | undefined; open: (one: Enrollment) => void };

function useColumns({ sessionCount, open }: Opening): Column<Enrollment>[] {
  const { students: words } = useClassesWords();
  return [
    { key: 'student_name', header: words.name, cell: (one) => one.student_name },
    { key: 'school', header: words.school, cell: (one) => one.school ?? '–' },
    { key: 'grade', header: words.grade, cell: (one) => one.grade ?? '–' },
    {
      key: 'status',
      header: words.status,
      cell: (one) => <StatusBadge tone={tones[one.status]}>{words.statuses[one.status]}</StatusBadge>,
    },
    {
      key: 'open',
      header: words.open,
      cell: (one) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.openOf(one.student_name, one.open_sessions)}
          aria-haspopup="dialog"
          onClick={() => open(one)}
        >
          {words.openSome(one.open_sessions, sessionCount)}
        </Button>
      ),
      align: 'end',
    },
    { key: 'change', header: '', cell: (one) => <StatusMenu one={one} />, align: 'end' },
  ];
}

/** Who takes the lecture; add students, and say who waits or has left. */
export function StudentsPanel({ lecture_id }: { lecture_id: number }) {
  const { students: words } = useClassesWords();
  const [page, setPage] = useState(1);
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const enrollments = useQuery(enrollmentsQuery(lecture_id, page, pageSize, wanted));
  const [opening, open] = useState<Enrollment>();
  const sessionCount = useQuery(lectureQuery(lecture_id)).data?.session_count;
  const columns = useColumns({ sessionCount, open });
  const add = (
    <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
      {words.add}
    </Button>
  );
  return (
    <>
      <QueryView
        query={enrollments}
        isEmpty={({ count }) => count === 0 && wanted === ''}
        empty={
          <Paper>
            <EmptyState title={words.none} hint={words.noneHint} action={add} />
          </Paper>
        }
      >
        {({ results, count }) => (
          <>
            <Group justify="space-between" gap="sm">
              {add}
              <SearchField
                label={words.find}
                value={search}
                search={(text) => {
                  setSearch(text);
                  setPage(1);
                }}
              />
            </Group>
            {count === 0 && <Text c="dimmed">{words.nobody}</Text>}
            <DataTable
              label={words.status}
              rows={results}
              rowKey={(one) => one.id}
              columns={columns}
              link={(one) => ({ to: '/staff/students/$id', params: { id: String(one.student_id) } })}
              pager={{ page, page_size: pageSize, count, onPage: setPage }}
            />
          </>
        )}
      </QueryView>
      {opening && <OpenSessionsDialog enrollment={opening} close={() => open(undefined)} />}
      {isOpen && <EnrollDialog lecture_id={lecture_id} close={() => setOpen(false)} />}
    </>
  );
}
