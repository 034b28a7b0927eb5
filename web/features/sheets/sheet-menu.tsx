import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useMe } from '../../lib/login.ts';
import { useFields } from '../../lib/use-fields.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import {
  type SheetTemplate,
  useChangeTemplate,
  useDeleteTemplate,
  useDuplicateTemplate,
} from './sheets.queries.ts';
import { useTemplateWords } from './words.ts';

type NameProps = {
  title: string;
  initial: string;
  save: (name: string) => Promise<unknown>;
  close: () => void;
};

function NameDialog({ title, initial, save, close }: NameProps) {
  const words = useTemplateWords();
  const { actions } = useCoreWords();
  const form = useFields(
    { name: initial },
    async ({ name }) => {
      await save(name.trim());
      close();
    },
    ({ name }) => (name.trim() === '' ? { '/name': words.fill } : {}),
  );
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': actions.close }}>
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput {...form.text('name')} label={words.name} maxLength={100} data-autofocus />
          <Group justify="flex-end">
            <Button type="submit" loading={form.busy}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type Asked = { title: string; initial: string; save: (name: string) => Promise<unknown> };

/** What can be done to a template from the list; one that exams have used is put away instead of deleted. */
export function SheetMenu({ template }: { template: SheetTemplate }) {
  const words = useTemplateWords();
  const { user } = useMe();
  const [asked, setAsked] = useState<Asked>();
  const change = useChangeTemplate();
  const duplicate = useDuplicateTemplate();
  const remove = useDeleteTemplate();
  const { id, name, archived, exam_count } = template;
  const ask = async () => {
    const question = { title: words.removeTitle(name), loses: words.removeLoses, action: words.remove };
    if (await confirmLoss(question)) remove.mutate(id, { onSuccess: () => doneToast(words.removed) });
  };
  const rename = {
    title: words.rename,
    initial: name,
    save: (text: string) => change.mutateAsync({ id, name: text }),
  };
  const copy = {
    title: words.duplicate,
    initial: words.copyName(name).slice(0, 100),
    save: (text: string) => duplicate.mutateAsync({ id, name: text }),
  };
  return (
    <>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.menu(name)}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setAsked(rename)}>
            {words.rename}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => setAsked(copy)}>
            {words.duplicate}
          </Menu.Item>
          <Menu.Item
            leftSection={
              archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
            }
            onClick={() => change.mutate({ id, archived: !archived })}
          >
            {archived ? words.bringBack : words.putAway}
          </Menu.Item>
          {user.role !== 'assistant' && (
            <Menu.Item
              color="cinnabar"
              leftSection={<IconTrash size={16} aria-hidden />}
              disabled={exam_count > 0}
              title={exam_count > 0 ? words.inUseHint : undefined}
              onClick={() => void ask()}
            >
              {words.remove}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked && <NameDialog {...asked} close={() => setAsked(undefined)} />}
    </>
  );
}
