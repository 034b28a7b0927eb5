import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { doneToast } from '../../ui/toast.tsx';
import { useBookingWords } from './booking.words.ts';
import { changeLink, type LinkDetail, markBooking } from './clinic.queries.ts';
import { useClinicWords } from './words.ts';

type Props = { link: LinkDetail; book: () => void; close: () => void };

/** What staff can do with a link now. */
export function LinkActions({ link, book, close }: Props) {
  const { link: words } = useClinicWords();
  const queries = useQueryClient();
  const change = useMutation(changeLink(queries));
  const [isDismissing, setDismissing] = useState(false);
  const { id, state, is_auto } = link;
  if (isDismissing)
    return (
      <Dismiss
        busy={change.isPending}
        dismiss={(why) => change.mutate({ id, state: 'dismissed', why }, { onSuccess: close })}
        back={() => setDismissing(false)}
      />
    );
  const isActive = state !== 'done' && state !== 'dismissed';
  return (
    <Group gap="xs">
      {state === 'open' && (
        <Button
          variant="light"
          loading={change.isPending}
          onClick={() => change.mutate({ id, state: 'approved' })}
        >
          {words.approve}
        </Button>
      )}
      {(state === 'open' || state === 'approved') && (
        <Button variant={state === 'approved' ? 'filled' : 'default'} onClick={book}>
          {words.book}
        </Button>
      )}
      {state === 'booked' && <CancelBooking link={link} />}
      {isActive && !is_auto && (
        <Button variant="light" color="celadon" onClick={() => change.mutate({ id, state: 'done' })}>
          {words.finish}
        </Button>
      )}
      {isActive && (
        <Button variant="subtle" color="gray" onClick={() => setDismissing(true)}>
          {words.dismiss}
        </Button>
      )}
      {!isActive && (
        <Button variant="default" onClick={() => change.mutate({ id, state: 'open' })}>
          {words.reopen}
        </Button>
      )}
    </Group>
  );
}

function CancelBooking({ link: { appointment } }: { link: LinkDetail }) {
  const { link: words } = useClinicWords();
  const booking = useBookingWords();
  const mark = useMutation(markBooking(useQueryClient()));
  if (!appointment) return null;
  return (
    <Button
      variant="default"
      loading={mark.isPending}
      onClick={() =>
        mark.mutate(
          { id: appointment.id, state: 'cancelled' },
          { onSuccess: () => doneToast(booking.cancelled) },
        )
      }
    >
      {words.cancel}
    </Button>
  );
}

type DismissProps = { busy: boolean; dismiss: (why: string) => void; back: () => void };

function Dismiss({ busy, dismiss, back }: DismissProps) {
  const { link: words } = useClinicWords();
  const { actions } = useCoreWords();
  const [why, setWhy] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (why.trim()) dismiss(why.trim());
  };
  return (
    <form onSubmit={send}>
      <Stack gap="xs">
        <TextInput
          label={words.dismissWhy}
          value={why}
          maxLength={500}
          required
          data-autofocus
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={back}>
            {actions.cancel}
          </Button>
          <Button type="submit" color="cinnabar" loading={busy}>
            {words.dismiss}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
