import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { codeOf, waitSecondsOf } from '../../lib/problem.ts';
import { memory } from '../../lib/store.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useSecondsUntil } from '../../ui/use-seconds.ts';
import { CodeStep } from './code-step.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { type Credentials, demoQuery, signIn } from './sign-in.ts';
import { useIdentityWords } from './words.ts';

/** Tries to sign in and keeps what the answer asks for: a second factor, or patience. */
function useSignIn() {
  const [credentials, setCredentials] = useState<Credentials>();
  const [waitUntil, setWaitUntil] = useState(0);
  const attempt = async (given: Credentials) => {
    try {
      await signIn(given);
    } catch (error) {
      const wait = waitSecondsOf(error);
      if (wait) setWaitUntil(Date.now() + wait * 1000);
      if (codeOf(error) === 'second_factor_required' && !given.code) return setCredentials(given);
      throw error;
    }
  };
  return { attempt, secondStep: credentials, startOver: () => setCredentials(undefined), waitUntil };
}

/** Academy, login and password; then, if the account wants it, the code of the authenticator app. */
export function SignInForm({ academy }: { academy: string | undefined }) {
  const words = useIdentityWords();
  const { form: formWords } = useCoreWords();
  const { attempt, secondStep, startOver, waitUntil } = useSignIn();
  const wait = useSecondsUntil(waitUntil);
  const first = { academy: academy ?? memory.read('academy') ?? '', login: '', password: '' };
  const form = useFields(first, (values) => attempt({ ...values, login: values.login.trim() }));
  const demo = useQuery(demoQuery);

  if (secondStep) return <CodeStep credentials={secondStep} attempt={attempt} back={startOver} wait={wait} />;
  return (
    <>
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput
            {...form.text('academy')}
            label={words.academy}
            description={words.academyHint}
            autoCapitalize="none"
            autoComplete="organization"
            spellCheck={false}
            autoFocus={!first.academy}
            required
            withAsterisk={false}
          />
          <TextInput
            {...form.text('login')}
            label={words.login}
            autoCapitalize="none"
            autoComplete="username"
            spellCheck={false}
            autoFocus={Boolean(first.academy)}
            required
            withAsterisk={false}
          />
          <PasswordInput
            {...form.text('password')}
            label={words.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': formWords.show, tabIndex: 0 }}
          />
          <Button type="submit" size="md" loading={form.busy} disabled={wait > 0}>
            {wait > 0 ? words.waitFor(wait) : words.signIn}
          </Button>
          <Text size="sm" c="dimmed">
            {words.forgot}
          </Text>
        </Stack>
      </form>
      <DemoAccounts demo={demo.data} choose={attempt} />
      <Text size="sm" mt="xl">
        {words.noAcademy}{' '}
        <Anchor renderRoot={(props) => <Link to="/open" {...props} />} size="sm" fw={600}>
          {words.open}
        </Anchor>
      </Text>
    </>
  );
}
