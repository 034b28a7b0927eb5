import { ActionIcon, Button, Menu, Paper } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconKey,
  IconPlus,
  IconTableImport,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '../../lib/login.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { problemToast } from '../../ui/toast.tsx';
import { ConsentBadge } from './consent-badge.tsx';
import styles from './people.module.css';
import {
  downloadStudents,
  pageSize,
  type Student,
  type StudentFilter,
  studentsQuery,
} from './people.queries.ts';
import { isManager } from './roles.ts';
import { StudentFilters } from './student-filters.tsx';
import { usePeopleWords } from './words.ts';

type Props = { filter: StudentFilter; setFilter: (filter: StudentFilter) => void };

function useColumns(): Column<Student>[] {
  const { columns, noLecture } = usePeopleWords();
  const phone = (number: string | null) => (
    <span className={styles.number}>{number ? formatPhone(number) : '–'}</span>
  );
  const titles = ({ lectures }: Student) =>
    lectures.flatMap(({ title, status }) => (status === 'INACTIVE' ? [] : title)).join(', ');
  return [
    {
      key: 'name',
      header: columns.name,
      sortable: true,
      cell: ({ name, guardian_consent }) => (
        <span className={styles.name}>
          {name}
          {guardian_consent === 'waiting' && <ConsentBadge consent={guardian_consent} />}
        </span>
      ),
    },
    {
      key: 'school',
      header: columns.school,
      sortable: true,
      cell: ({ school, grade }) => [school, grade].filter(Boolean).join(' · ') || '–',
    },
    { key: 'phone', header: columns.phone, cell: ({ phone: number }) => phone(number) },
    { key: 'parent_phone', header: columns.parentPhone, cell: ({ parent_phone }) => phone(parent_phone) },
    { key: 'lectures', header: columns.lectures, cell: (student) => titles(student) || noLecture },
    { key: 'login', header: columns.login, phone: 'hide', cell: ({ login_id }) => login_id ?? '–' },
  ];
}

function Actions({ filter, setFilter }: Props) {
  const words = usePeopleWords();
  const download = (format: 'csv' | 'xlsx') => void downloadStudents(filter, format).catch(problemToast);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={words.more}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconKey size={16} />}
            renderRoot={(props) => <Link to="/admin/accounts" search={filter} {...props} />}
          >
            {words.handOut}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => download('xlsx')}>
            {words.exportXlsx}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => download('csv')}>
            {words.exportCsv}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            onClick={() => setFilter({ deleted: !filter.deleted || undefined })}
          >
            {filter.deleted ? words.students : words.removedOnly}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        leftSection={<IconTableImport size={17} aria-hidden />}
        renderRoot={(props) => <Link to="/admin/imports" {...props} />}
      >
        {words.importList}
      </Button>
      <Button
        leftSection={<IconPlus size={17} aria-hidden />}
        renderRoot={(props) => <Link to="/staff/students/new" {...props} />}
      >
        {words.add}
      </Button>
    </>
  );
}

function Nobody({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const words = usePeopleWords();
  const action = filtered && (
    <Button variant="default" onClick={clear}>
      {words.clearFilters}
    </Button>
  );
  return (
    <Paper>
      <EmptyState
        icon={IconUsers}
        title={filtered ? words.nothingFound : words.none}
        hint={!filtered && words.noneHint}
        action={action}
      />
    </Paper>
  );
}

/** The academy's students: found, filtered, sorted; added, imported and taken away as a file. */
export function StudentsScreen({ filter, setFilter }: Props) {
  const words = usePeopleWords();
  const { user } = useMe();
  const students = useQuery(studentsQuery(filter));
  const columns = useColumns();
  const change = (part: StudentFilter) => setFilter({ ...filter, ...part, page: part.page });
  const { page = 1, ordering, ...narrowing } = filter;
  const filtered = Object.values(narrowing).some((value) => value !== undefined);
  return (
    <Page
      title={filter.deleted ? words.removedOnly : words.students}
      lead={students.data && words.studentsLead(students.data.count)}
      actions={isManager(user.role) && <Actions filter={filter} setFilter={setFilter} />}
    >
      <StudentFilters key={String(filter.deleted)} filter={filter} change={change} />
      <QueryView
        query={students}
        isEmpty={({ count }) => count === 0}
        empty={<Nobody filtered={filtered} clear={() => setFilter({})} />}
      >
        {({ results, count }) => (
          <DataTable
            label={words.students}
            rows={results}
            rowKey={({ id }) => id}
            columns={columns}
            link={({ id }) => ({ to: '/staff/students/$id', params: { id: String(id) } })}
            pager={{ page, page_size: pageSize, count, onPage: (to) => change({ page: to }) }}
            ordering={ordering}
            onOrdering={(by) => change({ ordering: by })}
          />
        )}
      </QueryView>
    </Page>
  );
}
