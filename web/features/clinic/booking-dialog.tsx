import { Alert, Button, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { codeOf } from '../../lib/problem.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { useBookingWords } from './booking.words.ts';
import styles from './clinic.module.css';
import { book, freeSlotsQuery, type Slot } from './clinic.queries.ts';

type ChoiceProps = { link_id: number; lecture_id: number; done: () => void; back?: () => void };

/** The slots that the server offers in place of the one that was full. */
function offeredBy(error: unknown): Slot[] | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'slot_full') return undefined;
  return error.problem.next_slots as Slot[];
}

/** Times to choose from; whoever is a moment too late is offered the next ones. */
export function SlotChoice({ link_id, lecture_id, done, back }: ChoiceProps) {
  const words = useBookingWords();
  const { actions } = useCoreWords();
  const slots = useQuery(freeSlotsQuery(lecture_id));
  const booking = useMutation(book(useQueryClient()));
  const offered = offeredBy(booking.error);
  const choose = (slot_id: number) =>
    booking.mutate(
      { slot_id, link_id },
      {
        onSuccess: () => {
          doneToast(words.done);
          done();
        },
      },
    );
  return (
    <Stack gap="sm">
      {offered ? (
        <Alert color="gardenia" role="alert" py="xs">
          {words.fullNow}
        </Alert>
      ) : (
        <ProblemAlert error={codeOf(booking.error) === 'slot_full' ? undefined : booking.error} />
      )}
      <QueryView query={slots}>
        {(rows) => <SlotList slots={offered ?? rows} busy={booking.isPending} choose={choose} />}
      </QueryView>
      {back && (
        <Group justify="flex-end">
          <Button variant="default" onClick={back}>
            {actions.cancel}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

type ListProps = { slots: readonly Slot[]; busy: boolean; choose: (id: number) => void };

function SlotList({ slots, busy, choose }: ListProps) {
  const words = useBookingWords();
  const dates = useDates();
  if (slots.length === 0)
    return (
      <Paper>
        <EmptyState icon={IconCalendarPlus} title={words.none} hint={words.noneHint} />
      </Paper>
    );
  return (
    <ul className={styles.choices}>
      {slots.map((slot) => (
        <li key={slot.id}>
          <button type="button" className={styles.choice} disabled={busy} onClick={() => choose(slot.id)}>
            <span>
              <strong>{dates.day(slot.starts_at)}</strong> {dates.time(slot.starts_at)}–
              {dates.time(slot.ends_at)}
              <Text span size="sm" c="dimmed" display="block">
                {[slot.room, slot.teacher_name, slot.note].filter(Boolean).join(' · ')}
              </Text>
            </span>
            <Text span size="sm" c="dimmed" className={styles.left}>
              {words.left(slot.free)}
            </Text>
          </button>
        </li>
      ))}
    </ul>
  );
}

type DialogProps = { link: { id: number; lecture_id: number } | undefined; close: () => void };

/** Choosing a time in a dialog of its own. */
export function BookingDialog({ link, close }: DialogProps) {
  const words = useBookingWords();
  const { actions } = useCoreWords();
  return (
    <Modal
      opened={link !== undefined}
      onClose={close}
      title={words.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {link && <SlotChoice key={link.id} link_id={link.id} lecture_id={link.lecture_id} done={close} />}
    </Modal>
  );
}
