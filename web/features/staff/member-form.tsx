import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type StaffRole, staffRoles } from '@seodang/contract/identity.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useMe } from '../../lib/login.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { createMember, type Issued, type Member, updateMember } from './staff.queries.ts';
import { useStaffWords } from './words.ts';

const empty = { name: '', login_id: '', role: 'teacher' as StaffRole, email: '', phone: '' };
type Values = typeof empty;

/** What the form shows of somebody who is there already. */
function valuesOf({ name, login_id, role, email, phone }: Member): Values {
  return { name, login_id, role, email: email ?? '', phone: phone ? formatPhone(phone) : '' };
}

type FormProps = {
  member: Member | undefined;
  send: (values: Values) => Promise<unknown>;
  cancel: () => void;
};

function Fields({ member, send, cancel }: FormProps) {
  const words = useStaffWords();
  const { actions, roles } = useCoreWords();
  const isOwner = useMe().user.role === 'owner';
  const form = useFields(member ? valuesOf(member) : empty, send, ({ name, login_id }) =>
    missing({ name, login_id }, words.fill),
  );
  const mayGive = staffRoles.filter((role) => isOwner || role !== 'owner');
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <ProblemAlert error={form.problem} />
        <TextInput {...form.text('name')} label={words.name} autoComplete="off" data-autofocus />
        {!member && (
          <TextInput
            {...form.text('login_id')}
            label={words.loginId}
            description={words.loginIdHint}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <NativeSelect
          {...form.text('role')}
          label={words.role}
          data={mayGive.map((value) => ({ value, label: roles[value] }))}
        />
        <TextInput {...form.text('email')} label={words.email} placeholder={words.optional} type="email" />
        <TextInput
          {...form.text('phone')}
          label={words.phone}
          placeholder={words.optional}
          type="tel"
          onChange={(event) => form.set('phone', formatPhone(event.currentTarget.value))}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={cancel}>
            {actions.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {member ? actions.save : words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Props = { open: 'new' | Member | undefined; close: () => void; issued: (password: Issued) => void };

/** Adds a member of staff, or changes one. */
export function MemberForm({ open, close, issued }: Props) {
  const words = useStaffWords();
  const { actions } = useCoreWords();
  const queries = useQueryClient();
  const member = open === 'new' ? undefined : open;
  const create = async ({ email, phone, ...rest }: Values) => {
    issued(await createMember({ ...rest, ...(email && { email }), ...(phone && { phone }) }));
    await queries.invalidateQueries({ queryKey: ['staff'] });
    close();
  };
  const change = useChange(close);
  return (
    <Modal
      opened={open !== undefined}
      onClose={close}
      title={member ? words.change : words.add}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Fields member={member} send={member ? (values) => change(member, values) : create} cancel={close} />
    </Modal>
  );
}

/** A new role ends the person's logins: that is asked first. */
function useChange(done: () => void) {
  const words = useStaffWords();
  const { roles } = useCoreWords();
  const queries = useQueryClient();
  return async (member: Member, { name, role, email, phone }: Values) => {
    const question = {
      title: words.roleChange,
      loses: words.roleLoses(name, roles[role]),
      action: words.roleChange,
    };
    if (role !== member.role && !(await confirmLoss(question))) return;
    const change = {
      name,
      email: email || null,
      phone: phone || null,
      ...(role !== member.role && { role }),
    };
    await updateMember({ id: member.id, ...change });
    await queries.invalidateQueries({ queryKey: ['staff'] });
    done();
  };
}
