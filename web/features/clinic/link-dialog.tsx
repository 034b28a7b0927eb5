import { Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SlotChoice } from './booking-dialog.tsx';
import { type LinkDetail, linkQuery } from './clinic.queries.ts';
import { LinkActions } from './link-actions.tsx';
import { LinkHistory } from './link-history.tsx';
import { Evidence, LinkState } from './link-state.tsx';
import { RetestForm } from './retest-form.tsx';
import { TellFamily } from './tell-family.tsx';
import { useClinicWords } from './words.ts';

/** Where unsure answers are looked at. */
function SeeAnswers({ exam_id }: { exam_id: number }) {
  const { seeScans } = useClinicWords();
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <Link to="/staff/exams/$id/submissions" params={{ id: String(exam_id) }} {...props} />
      )}
    >
      {seeScans}
    </Anchor>
  );
}

function Facts({ link }: { link: LinkDetail }) {
  const words = useClinicWords();
  const dates = useDates();
  const { appointment } = link;
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        <Text size="sm" c="dimmed">
          {link.lecture_title} · {link.session_title}
        </Text>
        <LinkState state={link.state} />
      </Group>
      <Evidence link={link} />
      {link.cause === 'LOW_CONFIDENCE_OMR' && link.exam_id && <SeeAnswers exam_id={link.exam_id} />}
      {appointment && appointment.state !== 'cancelled' && (
        <Text size="sm">
          {words.link.appointmentStates[appointment.state]} · {dates.dateTime(appointment.starts_at)}
          {appointment.room && ` · ${appointment.room}`}
        </Text>
      )}
    </Stack>
  );
}

function Details({ link, close }: { link: LinkDetail; close: () => void }) {
  const [isBooking, setBooking] = useState(false);
  const isActive = link.state !== 'done' && link.state !== 'dismissed';
  if (isBooking)
    return (
      <SlotChoice
        link_id={link.id}
        lecture_id={link.lecture_id}
        done={() => setBooking(false)}
        back={() => setBooking(false)}
      />
    );
  return (
    <Stack gap="lg">
      <Facts link={link} />
      {isActive && <TellFamily link={link} />}
      <LinkActions link={link} book={() => setBooking(true)} close={close} />
      {link.exam_id && link.cause !== 'LOW_CONFIDENCE_OMR' && link.state !== 'dismissed' && (
        <RetestForm key={link.retests.length} link={link} />
      )}
      <LinkHistory link={link} />
    </Stack>
  );
}

/** One link: its evidence, the message to the family, what can be done, and everything that happened. */
export function LinkDialog({ id, close }: { id: number | undefined; close: () => void }) {
  const { actions } = useCoreWords();
  const words = useClinicWords();
  const link = useQuery({ ...linkQuery(id ?? 0), enabled: id !== undefined });
  return (
    <Modal
      opened={id !== undefined}
      onClose={close}
      size="lg"
      title={link.data?.student_name ?? words.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView query={link}>{(found) => <Details key={found.id} link={found} close={close} />}</QueryView>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {actions.close}
        </Button>
      </Group>
    </Modal>
  );
}
