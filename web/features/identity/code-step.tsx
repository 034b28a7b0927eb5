import { Alert, Button, PinInput, Stack, Text } from '@mantine/core';
import { codeOf } from '../../lib/problem.ts';
import { useFields } from '../../lib/use-fields.ts';
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

const codeLength = 6;

/** The second step of a sign-in: six digits, sent as soon as the last one is typed. */
export function CodeStep({ credentials, attempt, back, wait }: Props) {
  const words = useIdentityWords();
  const form = useFields({ code: '' }, async ({ code }) => {
    await attempt({ ...credentials, code }).catch((error: unknown) => {
      form.set('code', '');
      throw error;
    });
  });
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <div>
          <Text fw={600}>{words.codeTitle}</Text>
          <Text size="sm" c="dimmed" id="code-hint">
            {words.codeHint}
          </Text>
        </div>
        {codeOf(form.problem) === 'sign_in_failed' ? (
          <Alert color="cinnabar" py="xs" role="alert">
            {words.codeWrong}
          </Alert>
        ) : (
          <ProblemAlert error={form.problem} />
        )}
        <PinInput
          length={codeLength}
          type="number"
          oneTimeCode
          autoFocus
          size="md"
          aria-label={words.code}
          aria-describedby="code-hint"
          value={form.values.code}
          onChange={(code) => form.set('code', code)}
          onComplete={(code) => void form.submit(undefined, { code })}
        />
        <Button type="submit" size="md" loading={form.busy} disabled={wait > 0}>
          {wait > 0 ? words.waitFor(wait) : words.signIn}
        </Button>
        <Button variant="subtle" onClick={back}>
          {words.otherAccount}
        </Button>
      </Stack>
    </form>
  );
}
