import '../../ui/styles.app.ts';
import { Alert, Anchor, Container, Stack, Title } from '@mantine/core';
import { IconClockOff, IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { codeOf } from '../../lib/problem.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useDocumentTitle } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ChildView } from './child-view.tsx';
import { linkToken } from './family-link.ts';
import { familyLinkQuery, glanceQuery, linkDoor, reportQuery } from './parents.queries.ts';
import { ReportView } from './report-view.tsx';
import { useParentWords } from './words.ts';

/** The page that the link of a message opens: one child, for a day, without a password. */
export function FamilyScreen() {
  const words = useParentWords();
  const token = linkToken();
  useDocumentTitle(words.children);
  return (
    <Container component="main" size="sm" py="lg">
      {token ? <Opened token={token} /> : <Closed title={words.link.wrong} />}
    </Container>
  );
}

function Closed({ title }: { title: string }) {
  const { link: words } = useParentWords();
  return (
    <Stack align="center">
      <EmptyState icon={IconClockOff} title={title} hint={words.overHint} />
      <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />}>{words.signIn}</Anchor>
    </Stack>
  );
}

function Opened({ token }: { token: string }) {
  const { link: words } = useParentWords();
  const dates = useDates();
  const link = useQuery(familyLinkQuery(token));
  if (link.isError && codeOf(link.error) === 'unauthenticated') return <Closed title={words.over} />;
  return (
    <QueryView query={link}>
      {({ student_id, expires_at }) => (
        <Stack gap="lg">
          <Alert color="gray" icon={<IconShieldLock size={18} aria-hidden />}>
            {words.until(dates.dateTime(expires_at))}
          </Alert>
          <LinkedChild {...{ token, id: student_id }} />
        </Stack>
      )}
    </QueryView>
  );
}

function LinkedChild({ token, id }: { token: string; id: number }) {
  const words = useParentWords();
  const door = linkDoor(token);
  const glance = useQuery(glanceQuery(door, id));
  const [latest] = glance.data?.reports ?? [];
  const report = useQuery(reportQuery(door, id, latest));
  return (
    <QueryView query={glance}>
      {(child) => (
        <Stack gap="lg">
          <Title order={1}>{child.name}</Title>
          <ChildView door={door} child={child} report={null} />
          <Title order={2}>{words.report}</Title>
          <ProblemAlert error={report.error} />
          {report.data && <ReportView report={report.data} />}
        </Stack>
      )}
    </QueryView>
  );
}
