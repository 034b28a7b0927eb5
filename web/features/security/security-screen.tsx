import { Button } from '@mantine/core';
import { staffRoles } from '@seodang/contract/identity.ts';
import { Link } from '@tanstack/react-router';
import { useMe } from '../../lib/login.ts';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { ApiKeysSection } from './api-keys-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { TotpSection } from './totp-section.tsx';
import { useSecurityWords } from './words.ts';

/** What opens one's own account, and who is inside. */
export function SecurityScreen() {
  const words = useSecurityWords();
  const { user } = useMe();
  const isStaff = staffRoles.some((role) => role === user.role);
  const change = (
    <Button variant="default" renderRoot={(props) => <Link to="/password" {...props} />}>
      {words.changePassword}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} width="narrow">
      <Section title={words.password} lead={words.passwordLead} aside={change} />
      {isStaff && <TotpSection />}
      <DevicesSection />
      {isStaff && <ApiKeysSection />}
    </Page>
  );
}
