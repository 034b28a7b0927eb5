import { Button, PasswordInput, Stack } from '@mantine/core';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { changePassword } from './sign-in.ts';
import { useIdentityWords } from './words.ts';

type Props = { temporary: boolean; done: () => void; cancel?: () => void };

/** Changes one's own password; a temporary one must be changed before anything else. */
export function PasswordForm({ temporary, done, cancel }: Props) {
  const words = useIdentityWords();
  const { actions, form: formWords } = useCoreWords();
  const form = useFields(
    { current: '', next: '' },
    async (values) => {
      await changePassword(values);
      done();
    },
    ({ current, next }) => ({
      ...(next.length < 8 && { '/next': words.passwordShort }),
      ...(next === current && { '/next': words.passwordSame }),
      ...missing({ current }, words.fill),
    }),
  );
  const eye = { 'aria-label': formWords.show, tabIndex: 0 };
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <ProblemAlert error={form.problem} />
        <PasswordInput
          {...form.text('current')}
          label={temporary ? words.currentTemporary : words.current}
          autoComplete="current-password"
          autoFocus
          visibilityToggleButtonProps={eye}
        />
        <PasswordInput
          {...form.text('next')}
          label={words.newPassword}
          description={words.passwordHint}
          autoComplete="new-password"
          visibilityToggleButtonProps={eye}
        />
        <Button type="submit" size="md" loading={form.busy}>
          {words.change}
        </Button>
        {cancel && (
          <Button variant="subtle" onClick={cancel}>
            {actions.cancel}
          </Button>
        )}
      </Stack>
    </form>
  );
}
