import { Alert, Button, Checkbox, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconKey, IconPrinter, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import styles from './accounts.module.css';
import { useAccountsWords } from './accounts-words.ts';
import type { AccountsFilter } from './filter.rules.ts';
import { type IssuedAccount, issueAccounts, studentQuery, studentsQuery } from './people.queries.ts';
import { usePeopleWords } from './words.ts';

const most = 100;

function Slip({ account }: { account: IssuedAccount }) {
  const words = useAccountsWords();
  const { tenant } = useMe();
  const names = account.students.map(({ name }) => name).join(', ');
  const facts = [
    [words.address, location.host],
    [words.academy, tenant.code],
    [words.login, account.login_id],
    [words.password, account.temporary_password ?? words.states[account.state]],
  ] as const;
  return (
    <li className={styles.slip}>
      <strong>{account.role === 'student' ? account.name : words.parentOf(names)}</strong>
      <span className={styles.kind}>{account.role === 'student' ? words.student : account.name}</span>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Slips({ accounts }: { accounts: readonly IssuedAccount[] }) {
  const words = useAccountsWords();
  return (
    <>
      <Alert
        color="gardenia"
        className={styles.screenOnly ?? ''}
        icon={<IconAlertTriangle size={18} aria-hidden />}
      >
        {words.once}
        <Button
          mt="sm"
          size="xs"
          display="block"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => print()}
        >
          {words.print}
        </Button>
      </Alert>
      <ul className={styles.slips}>
        {accounts.map((account) => (
          <Slip key={account.user_id} account={account} />
        ))}
      </ul>
    </>
  );
}

function Ask({
  ids,
  count,
  issue,
  busy,
}: {
  ids: number[];
  count: number;
  issue: (reset: boolean) => void;
  busy: boolean;
}) {
  const words = useAccountsWords();
  const [reset, setReset] = useState(false);
  if (ids.length === 0)
    return (
      <Paper>
        <EmptyState icon={IconUsers} title={words.nobody} />
      </Paper>
    );
  return (
    <Paper p="lg">
      <Stack gap="md" align="start">
        <Text>{words.whom(ids.length)}</Text>
        {count > ids.length && <Text c="dimmed">{words.limit(most, count)}</Text>}
        <Text size="sm" c="dimmed">
          {words.warning}
        </Text>
        <Checkbox
          label={words.reset}
          checked={reset}
          onChange={(event) => setReset(event.currentTarget.checked)}
        />
        <Button leftSection={<IconKey size={17} aria-hidden />} loading={busy} onClick={() => issue(reset)}>
          {words.issue}
        </Button>
      </Stack>
    </Paper>
  );
}

function Sheets({ ids, count }: { ids: number[]; count: number }) {
  const issue = useMutation({ mutationFn: (reset: boolean) => issueAccounts(ids, reset) });
  if (issue.data) return <Slips accounts={issue.data.results} />;
  return <Ask ids={ids} count={count} busy={issue.isPending} issue={issue.mutate} />;
}

function OfFilter({ filter }: { filter: AccountsFilter }) {
  const { page: _, ...wanted } = filter;
  return (
    <QueryView query={useQuery(studentsQuery(wanted))}>
      {({ results, count }) => <Sheets ids={results.slice(0, most).map(({ id }) => id)} count={count} />}
    </QueryView>
  );
}

function OfStudent({ id }: { id: number }) {
  return (
    <QueryView query={useQuery(studentQuery(id))}>
      {(student) => <Sheets ids={[student.id]} count={1} />}
    </QueryView>
  );
}

/** Login ids and temporary passwords to print and hand out, shown once. */
export function AccountsScreen({ filter: { student_id, ...filter } }: { filter: AccountsFilter }) {
  const words = useAccountsWords();
  const people = usePeopleWords();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      back={{ label: people.students, link: { to: '/staff/students', search: filter } }}
    >
      {student_id === undefined ? <OfFilter filter={filter} /> : <OfStudent id={student_id} />}
    </Page>
  );
}
