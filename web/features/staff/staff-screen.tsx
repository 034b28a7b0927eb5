import { Button, Paper, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { MemberForm } from './member-form.tsx';
import { MemberMenu } from './member-menu.tsx';
import { type Issued, type Member, pageSize, staffQuery } from './staff.queries.ts';
import { useStaffWords } from './words.ts';

function State({ member }: { member: Member }) {
  const { states } = useStaffWords();
  if (!member.is_active) return <StatusBadge tone="idle">{states.closed}</StatusBadge>;
  if (member.must_change_password) return <StatusBadge tone="warn">{states.temporary}</StatusBadge>;
  return <StatusBadge tone="ok">{states.active}</StatusBadge>;
}

type Doing = { edit: (member: Member) => void; issued: (password: Issued) => void };

function useColumns({ edit, issued }: Doing): Column<Member>[] {
  const words = useStaffWords();
  const { roles } = useCoreWords();
  const dates = useDates();
  const { columns, never } = words;
  return [
    { key: 'name', header: columns.name, cell: ({ name }) => name },
    { key: 'login_id', header: columns.login, cell: ({ login_id }) => login_id },
    { key: 'role', header: columns.role, cell: ({ role }) => roles[role] },
    {
      key: 'contact',
      header: columns.contact,
      cell: ({ phone, email }) => (phone ? formatPhone(phone) : (email ?? '–')),
    },
    { key: 'state', header: columns.state, cell: (member) => <State member={member} /> },
    {
      key: 'last_signed_in_at',
      header: columns.used,
      cell: ({ last_signed_in_at: at }) => (at ? dates.dateTime(at) : never),
      phone: 'hide',
    },
    {
      key: 'menu',
      header: columns.manage,
      align: 'end',
      width: '4rem',
      cell: (member) => <MemberMenu member={member} edit={() => edit(member)} issued={issued} />,
    },
  ];
}

function Password({ issued }: { issued: Issued }) {
  const words = useStaffWords();
  const dates = useDates();
  return (
    <ShownOnce
      title={words.issued(issued.name)}
      hint={words.issuedHint(dates.dateTime(issued.expires_at))}
      secrets={[issued.temporary_password]}
      copy={words.copy}
      copied={words.copied}
    />
  );
}

/** Who runs the academy: accounts, roles, temporary passwords. */
export function StaffScreen() {
  const words = useStaffWords();
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<'new' | Member>();
  const [issued, setIssued] = useState<Issued>();
  const staff = useQuery(staffQuery(page, useDeferredValue(search.trim())));
  const columns = useColumns({ edit: setOpen, issued: setIssued });
  const add = (
    <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setOpen('new')}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={add}>
      {issued && <Password issued={issued} />}
      <TextInput
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        maw={320}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setPage(1);
        }}
      />
      <QueryView
        query={staff}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconUsers} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results, count }) => (
          <DataTable
            label={words.title}
            rows={results}
            rowKey={({ id }) => id}
            columns={columns}
            pager={{ page, page_size: pageSize, count, onPage: setPage }}
          />
        )}
      </QueryView>
      <MemberForm open={open} close={() => setOpen(undefined)} issued={setIssued} />
    </Page>
  );
}
