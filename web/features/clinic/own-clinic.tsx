import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../lib/login.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { useBookingWords } from './booking.words.ts';
import { BookingDialog } from './booking-dialog.tsx';
import { type Link, linksQuery, markBooking } from './clinic.queries.ts';
import { Evidence, LinkState } from './link-state.tsx';
import { useOwnClinicWords } from './own.words.ts';
import { useSlotTime } from './slot-time.ts';
import { useClinicWords } from './words.ts';

const isOver = ({ state }: Link) => state === 'done' || state === 'dismissed';

/** What a student, or each child of a parent, needs help with, and choosing a time for it. */
export function OwnClinicScreen() {
  const words = useOwnClinicWords();
  const { title } = useClinicWords();
  const links = useQuery(linksQuery({ page_size: 100 }));
  const [booking, setBooking] = useState<Link>();
  const [isAsking, setAsking] = useState(false);
  return (
    <Page
      title={title}
      lead={words.lead}
      actions={
        <Button variant="light" onClick={() => setAsking(true)}>
          {words.ask}
        </Button>
      }
    >
      <QueryView
        query={links}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconLifebuoy} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <Stack gap="md">
            <LinkList links={results.filter((link) => !isOver(link))} book={setBooking} />
            {results.some(isOver) && (
              <section>
                <Title order={2} size="h4" mb="xs">
                  {words.past}
                </Title>
                <LinkList links={results.filter(isOver)} book={setBooking} />
              </section>
            )}
          </Stack>
        )}
      </QueryView>
      <BookingDialog link={booking} close={() => setBooking(undefined)} />
      <AskDialog opened={isAsking} close={() => setAsking(false)} />
    </Page>
  );
}

type ListProps = { links: readonly Link[]; book: (link: Link) => void };

function LinkList({ links, book }: ListProps) {
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {links.map((link) => (
        <LinkCard key={link.id} link={link} book={() => book(link)} />
      ))}
    </Stack>
  );
}

function LinkCard({ link, book }: { link: Link; book: () => void }) {
  const words = useOwnClinicWords();
  const isParent = useMe().user.role === 'parent';
  return (
    <Paper p="md" component="li">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Text size="sm" c="dimmed" flex="1 1 10rem">
            {[isParent && link.student_name, link.lecture_title, link.session_title]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {link.state === 'done' ? (
            <StatusBadge tone="ok">{words.solved}</StatusBadge>
          ) : (
            <LinkState state={link.state} />
          )}
        </Group>
        <Evidence link={link} />
        <Standing link={link} book={book} />
      </Stack>
    </Paper>
  );
}

function Standing({ link, book }: { link: Link; book: () => void }) {
  const words = useOwnClinicWords();
  const { appointment, state } = link;
  if (isOver(link)) return null;
  if (state === 'open') return <Text size="sm">{words.waiting}</Text>;
  if (state === 'booked' && appointment) return <Appointment appointment={appointment} />;
  return (
    <Stack gap="xs">
      {appointment?.state === 'missed' && <Text size="sm">{words.missed}</Text>}
      {appointment?.state === 'attended' && <Text size="sm">{words.attended}</Text>}
      <Button onClick={book} fullWidth>
        {words.choose}
      </Button>
    </Stack>
  );
}

function Appointment({ appointment }: { appointment: NonNullable<Link['appointment']> }) {
  const words = useOwnClinicWords();
  const booking = useBookingWords();
  const time = useSlotTime();
  const mark = useMutation(markBooking(useQueryClient()));
  const { id, room, teacher_name } = appointment;
  const cancel = async () => {
    const loses = [time(appointment)];
    if (!(await confirmLoss({ title: words.cancelTitle, loses, action: words.cancel }))) return;
    mark.mutate({ id, state: 'cancelled' }, { onSuccess: () => doneToast(booking.cancelled) });
  };
  return (
    <Group justify="space-between">
      <div>
        <Text fw={600}>{words.booked(time(appointment))}</Text>
        <Text size="sm" c="dimmed">
          {[room, teacher_name].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Button variant="default" loading={mark.isPending} onClick={() => void cancel()}>
        {words.cancel}
      </Button>
    </Group>
  );
}
