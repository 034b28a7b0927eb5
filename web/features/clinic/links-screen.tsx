import { Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './clinic.module.css';
import { type Link, linksQuery, pageSize } from './clinic.queries.ts';
import { LinkDialog } from './link-dialog.tsx';
import { Evidence, LinkState } from './link-state.tsx';
import { useClinicWords } from './words.ts';

type View = 'active' | 'open' | 'done';
const filters = {
  active: { active: 'true' },
  open: { state: 'open' },
  done: { active: 'false' },
} as const;

/** Who needs a clinic and why; each opens with its history and what can be done. */
export function LinksScreen() {
  const words = useClinicWords();
  const [view, setView] = useState<View>('active');
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<number>();
  const links = useQuery(linksQuery({ ...filters[view], page, ...(search && { search }) }));
  const columns = useColumns(setOpen);
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <SearchField
          label={words.search}
          value={search}
          search={(text) => {
            setSearch(text);
            setPage(1);
          }}
        />
        <NativeSelect
          aria-label={words.filter}
          value={view}
          onChange={({ currentTarget }) => {
            setView(currentTarget.value as View);
            setPage(1);
          }}
          data={(['active', 'open', 'done'] as const).map((value) => ({
            value,
            label: words.filters[value],
          }))}
        />
      </Group>
      <QueryView
        query={links}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconLifebuoy}
              title={search ? words.noneFound : words.none}
              hint={search ? undefined : words.noneHint}
            />
          </Paper>
        }
      >
        {({ results, count }) => (
          <DataTable
            label={words.tabs.links}
            rows={results}
            rowKey={({ id }) => id}
            columns={columns}
            pager={{ page, page_size: pageSize, count, onPage: setPage }}
          />
        )}
      </QueryView>
      <LinkDialog id={open} close={() => setOpen(undefined)} />
    </Stack>
  );
}

function useColumns(open: (id: number) => void): Column<Link>[] {
  const words = useClinicWords();
  const dates = useDates();
  return [
    {
      key: 'student',
      header: words.student,
      cell: ({ id, student_name }) => (
        <Button
          variant="subtle"
          size="compact-md"
          px={0}
          classNames={{ root: styles.name ?? '', label: styles.wraps ?? '' }}
          aria-label={words.details(student_name)}
          aria-haspopup="dialog"
          onClick={() => open(id)}
        >
          {student_name}
        </Button>
      ),
    },
    { key: 'why', header: words.why, cell: (link) => <Evidence link={link} /> },
    {
      key: 'session',
      header: words.session,
      cell: ({ lecture_title, session_title }) => (
        <div>
          {session_title}
          <Text size="xs" c="dimmed">
            {lecture_title}
          </Text>
        </div>
      ),
    },
    { key: 'state', header: words.state, cell: (link) => <LinkState state={link.state} /> },
    {
      key: 'appointment',
      header: words.appointment,
      cell: ({ state, appointment }) =>
        state === 'booked' && appointment ? dates.dateTime(appointment.starts_at) : '–',
      phone: 'hide',
    },
    { key: 'since', header: words.since, cell: ({ opened_at }) => dates.day(opened_at), align: 'end' },
  ];
}
