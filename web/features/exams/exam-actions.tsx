import { ActionIcon, Button, Menu } from '@mantine/core';
import { listSittings } from '@seodang/contract/sittings.ts';
import { IconDots, IconEyeOff, IconLock, IconLockOpen, IconSend, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../lib/api.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { doneToast, undoToast } from '../../ui/toast.tsx';
import { ExamState } from './exam-state.tsx';
import { type Exam, undoUntil, useChangeExam, useDeleteExam, useRestoreExam } from './exams.queries.ts';
import { useExamWords } from './words.ts';

function useRemove({ id, title, lecture_id }: Exam) {
  const words = useExamWords();
  const navigate = useNavigate();
  const remove = useDeleteExam();
  const restore = useRestoreExam();
  return async () => {
    const sure = await confirmLoss({
      title: words.removeTitle(title),
      loses: words.removeLoses,
      action: words.remove,
      canUndo: true,
    });
    if (!sure) return;
    await navigate({ to: '/staff/lectures/$id/exams', params: { id: String(lecture_id) } });
    await remove.mutateAsync(id);
    const undo = () => restore.mutateAsync(id);
    undoToast({ message: words.removed(title), until: undoUntil(), undo });
  };
}

/** Asks first where somebody is answering it: what they wrote by then is handed in, and no opening again gives it back. */
function useMayClose({ id, title }: Exam) {
  const words = useExamWords();
  return async () => {
    const { results } = await call(listSittings, { params: { id } });
    const sitting = results.filter(({ ended_at }) => ended_at === null).length;
    return (
      sitting === 0 ||
      confirmLoss({
        title: words.closeTitle(title),
        heading: words.closeHeading,
        loses: words.closeLoses(sitting),
        action: words.close,
      })
    );
  };
}

/** The next step of its life as a button, the others in a menu. */
export function ExamActions({ exam }: { exam: Exam }) {
  const words = useExamWords();
  const change = useChangeExam(exam.id);
  const remove = useRemove(exam);
  const mayClose = useMayClose(exam);
  const to = (state: Exam['state'], said: string) => ({
    loading: change.isPending,
    onClick: () => change.mutate({ state }, { onSuccess: () => doneToast(said) }),
  });
  const closing = to('closed', words.closed);
  const close = {
    ...closing,
    onClick: () =>
      void mayClose()
        .then((may) => may && closing.onClick())
        .catch(() => undefined),
  };
  return (
    <>
      <ExamState exam={exam} />
      {exam.state === 'draft' && (
        <Button
          {...to('published', words.published)}
          disabled={exam.question_count === 0}
          leftSection={<IconSend size={16} aria-hidden />}
        >
          {words.publish}
        </Button>
      )}
      {exam.state === 'published' && (
        <Button {...close} variant="default" leftSection={<IconLock size={16} aria-hidden />}>
          {words.close}
        </Button>
      )}
      {exam.state === 'closed' && (
        <Button
          {...to('published', words.reopened)}
          variant="default"
          leftSection={<IconLockOpen size={16} aria-hidden />}
        >
          {words.reopen}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={words.more} variant="default">
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {exam.state !== 'draft' && (
            <Menu.Item
              leftSection={<IconEyeOff size={16} aria-hidden />}
              onClick={to('draft', words.drafted).onClick}
            >
              {words.toDraft}
            </Menu.Item>
          )}
          <Menu.Item
            color="cinnabar"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => void remove().catch(() => undefined)}
          >
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
