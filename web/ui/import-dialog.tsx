import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import { FileDrop } from './file-drop.tsx';
import { SkeletonRows } from './loading.tsx';
import { ProblemAlert } from './problem.tsx';

type Props = {
  title: string;
  /** The place for the file. */
  drop: { label: string; hint: string; accept: string; maxBytes: number; below?: ReactNode };
  onFile: (file: File) => void;
  isReading: boolean;
  error: unknown;
  /** What the file was read as; undefined until there is one. */
  found?: { text: string; shown: ReactNode } | undefined;
  again: { text: string; press: () => void };
  use: { text: string; press: () => void; isDisabled: boolean; isPending?: boolean };
  close: () => void;
};

/** A file is chosen, what it was read as is looked at, and then it is used. */
export function ImportDialog({ title, drop, onFile, isReading, error, found, again, use, close }: Props) {
  const { actions } = useCoreWords();
  const { below, ...place } = drop;
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size="60rem"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        {!found && <FileDrop {...place} onFiles={([file]) => file && onFile(file)} />}
        {!found && below}
        {isReading && <SkeletonRows rows={4} />}
        <ProblemAlert error={error} />
        {found && (
          <>
            <Text fw={600} role="status">
              {found.text}
            </Text>
            {found.shown}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={again.press}>
                {again.text}
              </Button>
              <Button disabled={use.isDisabled} loading={use.isPending ?? false} onClick={use.press}>
                {use.text}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
