import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import type { Clash } from './clash.ts';
import { MarkBadge } from './mark-badge.tsx';
import styles from './marks.module.css';
import type { Marking } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

/** What somebody else marked in the meantime, and the choice between theirs and one's own. */
export function ClashDialog({ marking }: { marking: Marking }) {
  const { clash: words } = useAttendanceWords();
  const { actions } = useCoreWords();
  const { clashes, keepTheirs } = marking;
  return (
    <Modal
      opened={clashes.length > 0}
      onClose={() => clashes.forEach(keepTheirs)}
      title={words.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
        {clashes.map((clash) => (
          <Choice key={clash.wanted.id} clash={clash} marking={marking} />
        ))}
      </Stack>
    </Modal>
  );
}

function Choice({ clash, marking }: { clash: Clash; marking: Marking }) {
  const { clash: words, statuses } = useAttendanceWords();
  const dates = useDates();
  const { wanted, current } = clash;
  const mine = wanted.status ?? current.status;
  return (
    <section className={styles.preview} aria-label={current.student_name}>
      <Text fw={600}>
        {current.student_name} · {wanted.place}
      </Text>
      <dl className={styles.versions}>
        <dt>{words.theirs}</dt>
        <dd>
          <MarkBadge status={current.status} /> {current.memo}{' '}
          {current.marked_at && (
            <Text span size="xs" c="dimmed">
              {dates.time(current.marked_at)}
            </Text>
          )}
        </dd>
        <dt>{words.mine}</dt>
        <dd>
          <MarkBadge status={mine} /> {wanted.memo}
        </dd>
      </dl>
      <Group justify="flex-end" gap="xs">
        <Button
          size="xs"
          variant="default"
          data-autofocus
          aria-label={words.keepOf(current.student_name, statuses[current.status])}
          onClick={() => marking.keepTheirs(clash)}
        >
          {words.keep}
        </Button>
        <Button
          size="xs"
          aria-label={words.replaceOf(current.student_name, statuses[mine])}
          onClick={() => marking.takeMine(clash)}
        >
          {words.replace}
        </Button>
      </Group>
    </section>
  );
}
