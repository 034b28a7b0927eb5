import { Button, Checkbox, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { most } from './approve.queries.ts';
import { useApproveWords } from './approve.words.ts';
import { ApproveMany, LastApproval } from './approve-many.tsx';
import styles from './clinic.module.css';
import { type Link, type LinkFilter, linksQuery, pageSize } from './clinic.queries.ts';
import { LinkDialog } from './link-dialog.tsx';
import { Evidence, LinkState } from './link-state.tsx';
import { useClinicWords } from './words.ts';

type View = 'active' | 'open' | 'done';
const filters = {
  active: { active: 'true' },
  open: { state: 'open' },
  done: { active: 'false' },
} as const;

type Shown = { view: View; reason: Link['reason'] | ''; search: string };

function Filters({ view, reason, search, change }: Shown & { change: (shown: Partial<Shown>) => void }) {
  const words = useClinicWords();
  const approving = useApproveWords();
  return (
    <Group align="flex-end">
      <SearchField label={words.search} value={search} search={(text) => change({ search: text })} />
      <NativeSelect
        aria-label={words.filter}
        value={view}
        onChange={({ currentTarget }) => change({ view: currentTarget.value as View })}
        data={(['active', 'open', 'done'] as const).map((value) => ({
          value,
          label: words.filters[value],
        }))}
      />
      <NativeSelect
        aria-label={approving.reason}
        value={reason}
        onChange={({ currentTarget }) => change({ reason: currentTarget.value as Shown['reason'] })}
        data={[
          { value: '', label: approving.everyReason },
          ...Object.entries(approving.reasons).map(([value, label]) => ({ value, label })),
        ]}
      />
    </Group>
  );
}

/** Who needs a clinic and why; each opens with its history and what can be done. */
export function LinksScreen() {
  const words = useClinicWords();
  const [{ view, reason, search }, setShown] = useState<Shown>({ view: 'active', reason: '', search: '' });
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<number>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const choose = (ids: Iterable<number>) => setChosen(new Set(ids));
  const filter: LinkFilter = { ...filters[view], ...(reason && { reason }), ...(search && { search }) };
  const links = useQuery(linksQuery({ ...filter, page }));
  const columns = useColumns(setOpen, view === 'open' ? { chosen, choose } : undefined);
  const change = (shown: Partial<Shown>) => {
    setShown((was) => ({ ...was, ...shown }));
    setPage(1);
    choose([]);
  };
  return (
    <Stack gap="md">
      <Filters {...{ view, reason, search }} change={change} />
      <LastApproval />
      <QueryView
        query={links}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconLifebuoy}
              title={search || reason ? words.noneFound : words.none}
              hint={search || reason ? undefined : words.noneHint}
            />
          </Paper>
        }
      >
        {({ results, count }) => (
          <Stack gap="md">
            {view === 'open' && (
              <ApproveMany {...{ filter, count, chosen, choose }} page={results.map(({ id }) => id)} />
            )}
            <DataTable
              label={words.tabs.links}
              rows={results}
              rowKey={({ id }) => id}
              columns={columns}
              pager={{ page, page_size: pageSize, count, onPage: setPage }}
            />
          </Stack>
        )}
      </QueryView>
      <LinkDialog id={open} close={() => setOpen(undefined)} />
    </Stack>
  );
}

type Choice = { chosen: ReadonlySet<number>; choose: (ids: Iterable<number>) => void };

function Choose({ link, chosen, choose }: Choice & { link: Link }) {
  const words = useApproveWords();
  const { id, student_name, session_title } = link;
  const without = [...chosen].filter((one) => one !== id);
  return (
    <Checkbox
      aria-label={words.choose(student_name, session_title)}
      checked={chosen.has(id)}
      disabled={!chosen.has(id) && chosen.size >= most}
      onChange={({ currentTarget }) => choose(currentTarget.checked ? [...chosen, id] : without)}
    />
  );
}

function useColumns(open: (id: number) => void, choice: Choice | undefined): Column<Link>[] {
  const words = useClinicWords();
  const dates = useDates();
  return [
    {
      key: 'student',
      header: words.student,
      cell: (link) => (
        <Group gap="sm" wrap="nowrap">
          {choice && <Choose link={link} {...choice} />}
          <Button
            variant="subtle"
            size="compact-md"
            px={0}
            classNames={{ root: styles.name ?? '', label: styles.wraps ?? '' }}
            aria-label={words.details(link.student_name)}
            aria-haspopup="dialog"
            onClick={() => open(link.id)}
          >
            {link.student_name}
          </Button>
        </Group>
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
