import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { enrollmentImpactQuery } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import styles from './classes.module.css';
import { type ClassSession, type Enrollment, openSessionsQuery, useOpenSessions } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

type Props = { enrollment: Enrollment; close: () => void };

/** Which class sessions one student of a lecture may enter: for who comes late or takes only some. */
export function OpenSessionsDialog({ enrollment, close }: Props) {
  const { seats: words } = useClassesWords();
  const { actions } = useCoreWords();
  const sessions = useQuery(openSessionsQuery(enrollment.id));
  return (
    <Modal
      opened
      onClose={close}
      title={words.of(enrollment.student_name)}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView
        query={sessions}
        isEmpty={({ count }) => count === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        }
      >
        {({ results }) => <Choice enrollment={enrollment} sessions={results} close={close} />}
      </QueryView>
    </Modal>
  );
}

function Choice({ enrollment, sessions, close }: Props & { sessions: readonly ClassSession[] }) {
  const { seats: words, save } = useClassesWords();
  const { actions } = useCoreWords();
  const change = useOpenSessions(enrollment.id);
  const [open, setOpen] = useState(() => new Set(sessions.filter((one) => one.is_open).map(({ id }) => id)));
  const differing = sessions.filter(({ id, is_open }) => open.has(id) !== is_open);
  const wanted = {
    open: differing.filter(({ is_open }) => !is_open).map(({ id }) => id),
    close: differing.filter(({ is_open }) => is_open).map(({ id }) => id),
  };
  const impact = useQuery({
    ...enrollmentImpactQuery(enrollment.id, wanted),
    enabled: differing.length > 0,
  });
  const keep = () =>
    change.mutate(wanted, {
      onSuccess: ({ student_name, open_sessions }) => {
        doneToast(words.saved(student_name, open_sessions));
        close();
      },
    });
  const set = (id: number, isOpen: boolean) =>
    setOpen((before) => new Set(isOpen ? [...before, id] : [...before].filter((other) => other !== id)));
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {words.count(open.size, sessions.length)}
        </Text>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setOpen(new Set(sessions.map(({ id }) => id)))}
          >
            {words.all}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen(new Set())}>
            {words.nothing}
          </Button>
        </Group>
      </Group>
      <ul className={styles.candidates}>
        {sessions.map((one) => (
          <li key={one.id}>
            <SessionBox session={one} isOpen={open.has(one.id)} set={(isOpen) => set(one.id, isOpen)} />
          </li>
        ))}
      </ul>
      <ImpactLine
        impact={differing.length > 0 && !impact.isError ? impact.data : undefined}
        isAsking={impact.isPlaceholderData}
        isOne
      />
      <Refusal error={change.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {actions.cancel}
        </Button>
        <Button disabled={differing.length === 0} loading={change.isPending} onClick={keep}>
          {save}
        </Button>
      </Group>
    </Stack>
  );
}

type BoxProps = { session: ClassSession; isOpen: boolean; set: (isOpen: boolean) => void };

function SessionBox({ session, isOpen, set }: BoxProps) {
  const { makeUp, noDate, week } = useClassesWords();
  const dates = useDates();
  const number = session.regular_order === null ? makeUp : week(session.regular_order);
  return (
    <Checkbox
      checked={isOpen}
      onChange={(event) => set(event.currentTarget.checked)}
      label={session.title}
      description={`${number} · ${session.date ? dates.day(session.date) : noDate}`}
    />
  );
}

/** What stands in the way of closing: attendance that is on record. */
function Refusal({ error }: { error: unknown }) {
  const { seats: words } = useClassesWords();
  const marked = error instanceof ApiProblem && error.code === 'in_use' && error.problem.marked;
  if (typeof marked !== 'number') return <ProblemAlert error={error} />;
  return (
    <Alert color="cinnabar" py="xs" role="alert">
      {words.marked(marked)}
    </Alert>
  );
}
