import { Button, Group } from '@mantine/core';
import { IconAdjustments, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { confirmLoss } from '../../ui/confirm.tsx';
import { undoToast } from '../../ui/toast.tsx';
import { countWatching } from './audience.queries.ts';
import { type PlacedVideo, removeVideoMutation, restoreVideo } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import { RemovalImpact } from './removal-impact.tsx';
import { RulesDialog } from './rules-dialog.tsx';

const undoMs = 60_000;

type Props = { video: PlacedVideo; onRemoved?: () => void };

/** Name and rules, and deleting with a way back. */
export function VideoActions({ video, onRemoved }: Props) {
  const words = useManageWords();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation(removeVideoMutation(queries, video.id));
  const ask = async () => {
    const { title } = video;
    const watching = await countWatching({ video: video.id });
    const sure = await confirmLoss({
      title: words.removeTitle(title),
      loses: [words.loses, ...(watching === 0 ? [] : [words.losesWatching(watching)])],
      detail: <RemovalImpact of={{ video: video.id }} />,
      action: words.remove,
      canUndo: true,
    });
    if (!sure) return;
    await remove.mutateAsync();
    const until = new Date(Date.now() + undoMs).toISOString();
    undoToast({ message: words.removed(title), until, undo: () => restoreVideo(queries, video.id) });
    onRemoved?.();
  };
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconAdjustments size={15} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {words.edit}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={15} aria-hidden />}
        loading={remove.isPending}
        onClick={() => void ask().catch(() => undefined)}
      >
        {words.remove}
      </Button>
      {isOpen && <RulesDialog video={video} close={() => setOpen(false)} />}
    </Group>
  );
}
