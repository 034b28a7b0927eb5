import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { useTimes } from '../exams/exam-times.ts';
import { type Standing, useExtendHomework, useTakeBackExtension } from './homework.queries.ts';
import { useStaffHomeworkWords } from './staff.words.ts';

/** Gives one student longer, or the same time as the others again. */
export function ExtendDialog({ standing, close }: { standing: Standing; close: () => void }) {
  const words = useStaffHomeworkWords();
  const { actions } = useCoreWords();
  const times = useTimes();
  const { homework_id, enrollment_id, student_name, due_at, is_extended } = standing;
  const extend = useExtendHomework(homework_id);
  const takeBack = useTakeBackExtension(homework_id);
  const form = useFields(
    { due_at: times.toText(due_at), reason: '' },
    async ({ due_at, reason }) => {
      await extend.mutateAsync({ enrollment_id, body: { due_at: times.toInstant(due_at) ?? '', reason } });
      doneToast(words.extended(student_name));
      close();
    },
    ({ due_at }) => (due_at === '' ? { '/due_at': words.fields.fill } : {}),
  );
  const remove = () =>
    takeBack.mutate(enrollment_id, {
      onSuccess: () => {
        doneToast(words.takenBack(student_name));
        close();
      },
    });
  return (
    <Modal
      opened
      onClose={close}
      title={words.extendTitle(student_name)}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput {...form.text('due_at')} type="datetime-local" label={words.newDue} data-autofocus />
          <TextInput {...form.text('reason')} label={words.reason} maxLength={500} />
          <Group justify="flex-end" gap="xs">
            {is_extended && (
              <Button variant="default" me="auto" loading={takeBack.isPending} onClick={remove}>
                {words.takeBack}
              </Button>
            )}
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={form.busy}>
              {words.extend}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
