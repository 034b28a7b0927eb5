import { Alert } from '@mantine/core';
import { useLogin } from '../../lib/login.ts';
import { SignInForm } from './sign-in-form.tsx';
import { Welcome } from './welcome.tsx';
import { useIdentityWords } from './words.ts';

/** The front door; `academy` comes from the academy's own link. */
export function SignInScreen({ academy }: { academy: string | undefined }) {
  const words = useIdentityWords();
  const login = useLogin();
  const why = login.status === 'out' ? login.why : 'never';
  return (
    <Welcome title={words.signIn} lead={words.welcome}>
      {why !== 'never' && (
        <Alert mt="md" py="xs" role="status" color={why === 'ended' ? 'gardenia' : 'jjok'}>
          {why === 'ended' ? words.ended : words.left}
        </Alert>
      )}
      <SignInForm academy={academy} />
    </Welcome>
  );
}
