import type { QueryClient } from '@tanstack/react-query';
import { currentLogin } from '../../lib/login.ts';
import { useStore } from '../../lib/store.ts';
import { browserWorld } from '../../lib/upload-browser.ts';
import { makeOutbox } from './outbox-run.ts';
import { type Parcel, parcelStore } from './parcel-store.ts';
import { post } from './post.ts';

const RETRY_MS = 15_000;

const outbox = makeOutbox({
  parcels: parcelStore,
  send: (on, parcel, events) => post({ ...browserWorld, ...on }, parcel, events),
  userId: () => {
    const login = currentLogin();
    return login.status === 'in' ? login.user.id : undefined;
  },
  isOnline: () => navigator.onLine,
  inTurn: (work) => (navigator.locks ? navigator.locks.request('seodang.homework', work) : work()),
});

export const { handOver, tryAgain, discard } = outbox;
export const useOutbox = () => useStore(outbox.shown);

/** Sends what waits now, whenever the network is back, and every few seconds while something waits. */
export function startOutbox(queries: QueryClient, onArrived: (parcel: Parcel) => void): () => void {
  outbox.onArrived((parcel) => {
    for (const topic of ['homework', 'submissions', 'progress'])
      void queries.invalidateQueries({ queryKey: [topic] });
    onArrived(parcel);
  });
  const isWaiting = () => outbox.shown.get().some(({ parcel }) => !parcel.refused);
  const wake = () => void outbox.sendNow();
  const timer = setInterval(() => isWaiting() && navigator.onLine && wake(), RETRY_MS);
  addEventListener('online', wake);
  void outbox.readAgain().then(wake, () => undefined);
  return () => {
    clearInterval(timer);
    removeEventListener('online', wake);
  };
}
