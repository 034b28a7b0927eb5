import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { wordsNow } from '../../lib/i18n/words.ts';
import { doneToast } from '../../ui/toast.tsx';
import { startOutbox } from './outbox.ts';
import { homeworkWords } from './words.ts';

/** Keeps sending what a student handed in on this device, whichever screen is open. */
export function OutboxKeeper() {
  const queries = useQueryClient();
  useEffect(
    () => startOutbox(queries, ({ title }) => doneToast(wordsNow(homeworkWords).parcel.sent(title))),
    [queries],
  );
  return null;
}
