import type { GuardianConsent } from '@seodang/contract/people.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { usePeopleWords } from './words.ts';

/** Whether a child's guardian has agreed; nothing for those who need no consent. */
export function ConsentBadge({ consent }: { consent: GuardianConsent }) {
  const words = usePeopleWords();
  if (consent === 'not_needed') return null;
  return <StatusBadge tone={consent === 'waiting' ? 'warn' : 'ok'}>{words.consent[consent]}</StatusBadge>;
}
