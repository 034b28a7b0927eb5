import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { doneToast } from '../../ui/toast.tsx';
import { changeLink, type LinkDetail, previewQuery, tellOfLink } from './clinic.queries.ts';
import { useClinicWords } from './words.ts';

/** The very text that the family gets, and sending it: once for each link. */
export function TellFamily({ link }: { link: LinkDetail }) {
  const { link: words } = useClinicWords();
  const dates = useDates();
  const { data } = useQuery({ ...previewQuery(link.id), enabled: link.told_at === null });
  if (link.told_at)
    return (
      <Text size="sm" c="dimmed">
        <IconMessage2 size={14} aria-hidden /> {words.told(dates.dateTime(link.told_at))}
      </Text>
    );
  if (!data) return null;
  return (
    <Paper withBorder p="sm">
      <Stack gap={6}>
        <Text size="xs" fw={600} c="dimmed">
          <IconMessage2 size={14} aria-hidden /> {words.preview}
        </Text>
        {data.text && (
          <Text size="sm" data-testid="clinic-preview">
            {data.text}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {data.telling === 'queued' && data.recipient_hint
            ? words.to(data.recipient_hint)
            : words.telling[data.telling]}
        </Text>
        {data.telling === 'queued' && <Send link={link} />}
      </Stack>
    </Paper>
  );
}

function Send({ link: { id, state } }: { link: LinkDetail }) {
  const { link: words } = useClinicWords();
  const queries = useQueryClient();
  const tell = useMutation(tellOfLink(queries));
  const approve = useMutation(changeLink(queries));
  const said = { onSuccess: () => doneToast(words.said) };
  return (
    <Group justify="flex-end">
      {state === 'open' ? (
        <Button
          loading={approve.isPending}
          onClick={() => approve.mutate({ id, state: 'approved', tell: true }, said)}
        >
          {words.approveAndTell}
        </Button>
      ) : (
        <Button variant="light" loading={tell.isPending} onClick={() => tell.mutate(id, said)}>
          {words.tell}
        </Button>
      )}
    </Group>
  );
}
