import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { confirmLoss } from '../../ui/confirm.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { cancelUploadMutation, type StaffVideo } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';

type Props = { video: Pick<StaffVideo, 'id' | 'title' | 'filename'>; onDone?: () => void };

/** Gives up an upload that stopped halfway, wherever it was begun. */
export function DiscardUpload({ video: { id, title, filename }, onDone }: Props) {
  const { upload: words } = useManageWords();
  const discard = useMutation(cancelUploadMutation(useQueryClient(), id));
  const ask = async () => {
    const sure = await confirmLoss({
      title: words.discardTitle(title),
      loses: words.discardLoses(filename),
      action: words.discard,
    });
    if (!sure) return;
    await discard.mutateAsync();
    doneToast(words.discarded(title));
    onDone?.();
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconX size={15} aria-hidden />}
      loading={discard.isPending}
      onClick={() => void ask().catch(() => undefined)}
      style={{ alignSelf: 'flex-start' }}
    >
      {words.discard}
    </Button>
  );
}
