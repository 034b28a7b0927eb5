import { Alert, Button, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { codeOf } from '../../lib/problem.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Credentials } from './sign-in.ts';
import { useIdentityWords } from './words.ts';

type Props = {
  credentials: Credentials;
  attempt: (credentials: Credentials) => Promise<void>;
  back: () => void;
  /** Seconds until another try is allowed. */
  wait: number;
};
type Kind = 'app' | 'recovery';
const other = { app: 'recovery', recovery: 'app' } as const;

/** The second step of a sign-in: the code of the authenticator app, or for who has lost it one recovery code. */
export function CodeStep(props: Props) {
  const words = useIdentityWords();
  const [kind, setKind] = useState<Kind>('app');
  return (
    <Stack gap="md">
      <CodeForm key={kind} kind={kind} {...props} />
      <Button variant="subtle" onClick={() => setKind(other[kind])}>
        {words.instead[other[kind]]}
      </Button>
      <Button variant="subtle" color="gray" onClick={props.back}>
        {words.otherAccount}
      </Button>
    </Stack>
  );
}

function CodeForm({ kind, credentials, attempt, wait }: Props & { kind: Kind }) {
  const words = useIdentityWords();
  const form = useFields(
    { code: '' },
    async ({ code }) => {
      await attempt({ ...credentials, code }).catch((error: unknown) => {
        if (kind === 'app') form.set('code', '');
        throw error;
      });
    },
    (values) => missing(values, words.fill),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <div>
          <Text fw={600}>{words.codeTitle}</Text>
          <Text size="sm" c="dimmed" id="code-hint">
            {words.codeHint[kind]}
          </Text>
        </div>
        {codeOf(form.problem) === 'sign_in_failed' ? (
          <Alert color="cinnabar" py="xs" role="alert">
            {words.codeWrong[kind]}
          </Alert>
        ) : (
          <ProblemAlert error={form.problem} />
        )}
        {kind === 'app' ? (
          <PinInput
            length={6}
            type="number"
            oneTimeCode
            autoFocus
            size="md"
            aria-label={words.code}
            aria-describedby="code-hint"
            error={Boolean(form.errors['/code'])}
            value={form.values.code}
            onChange={(code) => form.set('code', code)}
            onComplete={(code) => void form.submit(undefined, { code })}
          />
        ) : (
          <TextInput
            {...form.text('code')}
            label={words.recoveryCode}
            placeholder="abcde-fghij"
            autoFocus
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            aria-describedby="code-hint"
          />
        )}
        <Button type="submit" size="md" loading={form.busy} disabled={wait > 0}>
          {wait > 0 ? words.waitFor(wait) : words.signIn}
        </Button>
      </Stack>
    </form>
  );
}
