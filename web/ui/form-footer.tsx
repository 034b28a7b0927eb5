import { Button, Group } from '@mantine/core';
import { useCoreWords } from '../lib/i18n/core.ts';

type Props = { save: string; busy: boolean; close: () => void };

/** The end of a small form that stands among other things: leave it, or send it. */
export function FormFooter({ save, busy, close }: Props) {
  const { actions } = useCoreWords();
  return (
    <Group gap="xs" justify="flex-end">
      <Button size="xs" variant="default" onClick={close}>
        {actions.cancel}
      </Button>
      <Button size="xs" type="submit" loading={busy}>
        {save}
      </Button>
    </Group>
  );
}
