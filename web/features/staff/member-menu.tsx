import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMe } from '../../lib/login.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { problemToast } from '../../ui/toast.tsx';
import { changeMember, type Issued, type Member, resetPassword } from './staff.queries.ts';
import { useStaffWords } from './words.ts';

type Props = { member: Member; edit: () => void; issued: (password: Issued) => void };

/** What can be done to a member of staff; an admin does nothing to an owner. */
export function MemberMenu({ member, edit, issued }: Props) {
  const words = useStaffWords();
  const { user } = useMe();
  const change = useMutation(changeMember(useQueryClient()));
  const { id, name, is_active } = member;
  if (member.role === 'owner' && user.role !== 'owner') return null;
  const reset = async () => {
    const question = { title: words.reset, loses: words.resetLoses(name), action: words.reset };
    if (await confirmLoss(question)) await resetPassword(member).then(issued, problemToast);
  };
  const close = async () => {
    const question = { title: words.close, loses: words.closeLoses(name), action: words.close };
    if (await confirmLoss(question)) change.mutate({ id, is_active: false });
  };
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.menu(name)} loading={change.isPending}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={edit}>
          {words.change}
        </Menu.Item>
        {is_active && (
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => void reset()}>
            {words.reset}
          </Menu.Item>
        )}
        {is_active ? (
          <Menu.Item leftSection={<IconUserOff size={16} aria-hidden />} onClick={() => void close()}>
            {words.close}
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconUserCheck size={16} aria-hidden />}
            onClick={() => change.mutate({ id, is_active: true })}
          >
            {words.reopen}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
