import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useBankWords } from './bank.words.ts';

type Props = {
  heading: string;
  /** The verb on the button. */
  action: string;
  title: string;
  save: (title: string) => Promise<void>;
  close: () => void;
};

/** The name of a topic, a new one or another one. */
export function TopicForm({ heading, action, title, save, close }: Props) {
  const words = useBankWords();
  const { actions } = useCoreWords();
  const form = useFields(
    { title },
    async (typed) => save(typed.title),
    (typed) => (typed.title.trim() === '' ? { '/title': words.fill } : {}),
  );
  return (
    <Modal opened onClose={close} title={heading} closeButtonProps={{ 'aria-label': actions.close }}>
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput
            {...form.text('title')}
            label={words.topicName}
            placeholder={words.topicExample}
            maxLength={200}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={form.busy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
