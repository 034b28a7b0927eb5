import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import { useSecondsUntil } from './use-seconds.ts';

type Props = { message: ReactNode; until: string; undo: () => void; close: () => void };

/** The inside of an undo toast: what happened, the remaining time, the way back. */
export function UndoMessage({ message, until, undo, close }: Props) {
  const { actions, undoToast } = useCoreWords();
  const left = useSecondsUntil(Date.parse(until));
  useEffect(() => {
    if (left <= 0) close();
  }, [left, close]);
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div>
        <Text size="sm">{message}</Text>
        <Text size="xs" c="dimmed" aria-hidden>
          {undoToast.left(left)}
        </Text>
      </div>
      <Button
        size="xs"
        variant="light"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={undo}
        style={{ flex: 'none' }}
      >
        {actions.undo}
      </Button>
    </Group>
  );
}
