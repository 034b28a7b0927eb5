import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../lib/login.ts';
import { PasswordForm } from './password-form.tsx';
import { Welcome } from './welcome.tsx';
import { useIdentityWords } from './words.ts';

/** Change of one's password: by will, or because the one in use is temporary. */
export function PasswordScreen() {
  const words = useIdentityWords();
  const router = useRouter();
  const [temporary] = useState(useMe().user.must_change_password);
  const home = () => void router.navigate({ to: '/' });
  return (
    <Welcome
      title={temporary ? words.temporaryTitle : words.change}
      lead={temporary ? words.temporaryLead : words.changeLead}
    >
      <PasswordForm temporary={temporary} done={home} {...(!temporary && { cancel: home })} />
    </Welcome>
  );
}
