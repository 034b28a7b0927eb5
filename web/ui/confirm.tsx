import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import { createStore, useStore } from '../lib/store.ts';

export type Question = {
  title: string;
  /** Above the lines, where nothing disappears. */
  heading?: string;
  /** What disappears or changes for whom, one line each: "출석 기록 12건". */
  loses: readonly string[];
  /** Whom it is about, below that. */
  detail?: ReactNode;
  /** The verb on the button: "삭제", "수강 종료". */
  action: string;
  canUndo?: boolean;
};
type Asked = Question & { answer: (yes: boolean) => void };

const asked = createStore<Asked | undefined>(undefined);

/** Asks before something is lost; resolves to whether the user went ahead. */
export function confirmLoss(question: Question): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const answer = (yes: boolean) => {
    asked.set(undefined);
    resolve(yes);
  };
  asked.set({ ...question, answer });
  return promise;
}

/** It may be asked from within a dialog, which stands at 200. */
const ABOVE_DIALOGS = 300;

/** The place where questions of `confirmLoss` appear; stands once in the frame. */
export function ConfirmHost() {
  const question = useStore(asked);
  const { actions, confirm } = useCoreWords();
  return (
    <Modal
      opened={question !== undefined}
      zIndex={ABOVE_DIALOGS}
      onClose={() => question?.answer(false)}
      title={question?.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {question && (
        <Stack gap="md">
          <div>
            <Text size="sm" fw={600} mb={6}>
              {question.heading ?? confirm.losesTitle}
            </Text>
            <List size="sm" spacing={4}>
              {question.loses.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </div>
          {question.detail}
          <Text size="sm" c={question.canUndo ? 'dimmed' : 'cinnabar'}>
            {question.canUndo ? confirm.canUndo : confirm.sure}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => question.answer(false)}>
              {confirm.keep}
            </Button>
            <Button color="cinnabar" onClick={() => question.answer(true)}>
              {question.action}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
