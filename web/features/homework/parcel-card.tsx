import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { sentenceOfCode } from '../../lib/problem.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Notice } from './notice.tsx';
import { discard, tryAgain } from './outbox.ts';
import type { Sending } from './outbox-run.ts';
import { useHomeworkWords } from './words.ts';

const passing = ['offline', 'unavailable'];

/** How far it is, or what it waits for. */
function OnItsWay({ sending: { share, trouble } }: { sending: Sending }) {
  const { parcel: words } = useHomeworkWords();
  const isHeldUp = trouble !== undefined && !passing.includes(trouble);
  if (isHeldUp) return <Notice tone="bad">{trouble === 'storage_full' ? words.full : words.heldUp}</Notice>;
  if (share === undefined) return <Notice tone="info">{words.offline}</Notice>;
  return <ProgressBar label={words.sending} done={share} />;
}

/** What was handed in on this device and has not arrived yet. */
export function ParcelCard({ sending }: { sending: Sending }) {
  const { parcel } = sending;
  const { parcel: words, pages, version: _, ...rest } = useHomeworkWords();
  const isVideo = parcel.source === 'homework_video';
  const drop = async () => {
    const loses = isVideo ? [words.video] : words.discardLoses(parcel.files.length);
    if (await confirmLoss({ title: words.discardTitle, loses, action: words.discard }))
      await discard(parcel.id);
  };
  return (
    <Paper p="md" role="status">
      <Stack gap="sm" align="stretch">
        <Group justify="space-between">
          <Text fw={600}>{parcel.title || rest.title}</Text>
          <Text size="sm" c="dimmed">
            {isVideo ? words.video : pages(parcel.files.length)}
          </Text>
        </Group>
        {parcel.refused ? (
          <>
            <StatusBadge tone="bad">{words.refused}</StatusBadge>
            <Text size="sm">{sentenceOfCode(parcel.refused)}</Text>
          </>
        ) : (
          <OnItsWay sending={sending} />
        )}
        <Group gap="xs">
          {parcel.refused && <Button onClick={() => void tryAgain(parcel)}>{words.retry}</Button>}
          <Button variant="default" onClick={() => void drop()}>
            {words.discard}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
