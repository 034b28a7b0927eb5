import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { openAcademy } from './sign-in.ts';
import { useIdentityWords } from './words.ts';

const empty = { academy_name: '', academy_code: '', owner_name: '', phone: '', password: '' };

/** Five fields from nothing to an academy with its owner signed in. */
export function OpenAcademyForm() {
  const words = useIdentityWords();
  const { form: formWords } = useCoreWords();
  const form = useFields(empty, openAcademy, (values) => ({
    ...missing(values, words.fill),
    ...(values.password && values.password.length < 8 && { '/password': words.passwordShort }),
  }));
  const field = (name: keyof typeof empty) => ({ ...form.text(name), required: true, withAsterisk: false });
  return (
    <>
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput
            {...field('academy_name')}
            label={words.academyName}
            placeholder={words.academyNameExample}
            autoComplete="organization"
            autoFocus
          />
          <TextInput
            {...field('academy_code')}
            label={words.newCode}
            description={words.newCodeHint}
            placeholder="haneul"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => form.set('academy_code', event.currentTarget.value.toLowerCase())}
          />
          <TextInput {...field('owner_name')} label={words.ownerName} autoComplete="name" />
          <TextInput
            {...field('phone')}
            label={words.phone}
            description={words.phoneHint}
            placeholder="010-0000-0000"
            type="tel"
            autoComplete="tel"
            onChange={(event) => form.set('phone', formatPhone(event.currentTarget.value))}
          />
          <PasswordInput
            {...field('password')}
            label={words.password}
            description={words.passwordHint}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': formWords.show, tabIndex: 0 }}
          />
          <Button type="submit" size="md" loading={form.busy}>
            {words.open}
          </Button>
        </Stack>
      </form>
      <Text size="sm" mt="xl">
        {words.haveAcademy}{' '}
        <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />} size="sm" fw={600}>
          {words.signIn}
        </Anchor>
      </Text>
    </>
  );
}
