import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { confirmLoss } from '../../ui/confirm.tsx';
import { Section } from '../../ui/section.tsx';
import { undoToast } from '../../ui/toast.tsx';
import { countWatching } from '../video/audience.queries.ts';
import { RemovalImpact } from '../video/removal-impact.tsx';
import { type Lecture, undoUntil, useDeleteLecture, useRestoreLecture } from './classes.queries.ts';
import { useLectureSettingsWords } from './settings.words.ts';

/** Puts a lecture away with everything in it; for a minute with a way back. */
export function DeleteLecture({
  lecture: { id, title, enrollment_count, session_count },
}: {
  lecture: Lecture;
}) {
  const words = useLectureSettingsWords();
  const navigate = useNavigate();
  const remove = useDeleteLecture();
  const restore = useRestoreLecture();
  const ask = async () => {
    const sure = await confirmLoss({
      title: words.deleteTitle(title),
      loses: words.deleteLoses(enrollment_count ?? 0, session_count, await countWatching({ lecture: id })),
      detail: <RemovalImpact of={{ lecture: id }} />,
      action: words.deleteLecture,
      canUndo: true,
    });
    if (!sure) return;
    await remove.mutateAsync(id);
    await navigate({ to: '/staff/lectures' });
    undoToast({
      message: words.deletedLecture(title),
      until: undoUntil(),
      undo: () => restore.mutateAsync(id),
    });
  };
  return (
    <Section
      title={words.deleteLecture}
      lead={words.deleteLead}
      aside={
        <Button
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          loading={remove.isPending}
          onClick={() => void ask().catch(() => undefined)}
        >
          {words.deleteLecture}
        </Button>
      }
    />
  );
}
