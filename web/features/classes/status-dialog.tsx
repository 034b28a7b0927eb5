import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { type Impact, impactOfEnrollment } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import { type Enrollment, useChangeEnrollment } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

type Status = Enrollment['status'];
type Asked = { status: Status; impact: Impact | undefined };

/** Another status is saved at once where nothing changes in what the student watches; asked first otherwise, and where that is unknown. */
export function useStatusChange({ id }: Enrollment) {
  const change = useChangeEnrollment();
  const [asked, ask] = useState<Asked>();
  const look = useMutation({
    mutationFn: async (status: Status) => ({ status, impact: await impactOfEnrollment(id, { status }) }),
    onSuccess: ({ status, impact }) =>
      impact?.changed === 0 ? change.mutate({ id, status }) : ask({ status, impact }),
  });
  const isBusy = look.isPending || change.isPending;
  return { change, choose: look.mutate, asked, close: () => ask(undefined), isBusy };
}

type Props = {
  one: Enrollment;
  asked: Asked;
  change: ReturnType<typeof useChangeEnrollment>;
  close: () => void;
};

/** What another status of an enrollment changes in what the student watches. */
export function StatusDialog({ one, asked: { status, impact }, change, close }: Props) {
  const { students: words } = useClassesWords();
  const { actions } = useCoreWords();
  return (
    <Modal
      opened
      onClose={close}
      title={`${one.student_name} · ${words.statuses[one.status]} → ${words.statuses[status]}`}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        <Text size="sm">{words.means[status]}</Text>
        <ImpactLine impact={impact} isOne />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button
            data-autofocus
            loading={change.isPending}
            onClick={() => change.mutate({ id: one.id, status }, { onSettled: close })}
          >
            {words.make[status]}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
