import type { QueryClient } from '@tanstack/react-query';
import { currentLogin } from '../../lib/login.ts';
import { createStore, useStore } from '../../lib/store.ts';
import { browserWorld } from '../../lib/upload-browser.ts';
import { type Parcel, parcelStore } from './parcel-store.ts';
import { post } from './post.ts';

/** A parcel with how much of it has gone; undefined while it waits. */
export type Sending = { parcel: Parcel; share: number | undefined };

const outbox = createStore<readonly Sending[]>([]);
const world = { ...browserWorld, keep: parcelStore.keep, drop: parcelStore.drop };
const RETRY_MS = 15_000;

export const useOutbox = () => useStore(outbox);

function userId(): number | undefined {
  const login = currentLogin();
  return login.status === 'in' ? login.user.id : undefined;
}

async function readAgain(): Promise<Parcel[]> {
  const id = userId();
  const parcels = id === undefined ? [] : await parcelStore.list(id);
  outbox.set(
    parcels.map((parcel) => ({
      parcel,
      share: outbox.get().find((one) => one.parcel.id === parcel.id)?.share,
    })),
  );
  return parcels;
}

function tell(id: string, share: number | undefined): void {
  outbox.set(outbox.get().map((one) => (one.parcel.id === id ? { ...one, share } : one)));
}

/** Tabs take turns: the same parcel never travels twice at once. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('seodang.homework', work) : work();
}

let arrived: (parcel: Parcel) => void = () => undefined;

async function sendAll(): Promise<void> {
  await inTurn(async () => {
    for (const { id } of (await readAgain()).filter(({ refused }) => !refused)) {
      // Another tab may have sent it while this one waited for its turn.
      const parcel = await parcelStore.find(id);
      if (!parcel || parcel.user_id !== userId()) continue;
      tell(id, 0);
      const outcome = await post(world, parcel, (share) => tell(id, share));
      tell(id, undefined);
      if (outcome === 'sent') arrived(parcel);
      if (outcome === 'later') break;
    }
    await readAgain();
  });
}

let running: Promise<void> | undefined;

/** Sends what waits, now; once for all who ask meanwhile. */
export function sendNow(): Promise<void> {
  running ??= sendAll()
    // What could not be sent stays on the device and is tried again.
    .catch(() => undefined)
    .finally(() => {
      running = undefined;
    });
  return running;
}

/** Hands in on this device; it travels as soon as it can. The same id again is the same parcel. */
export async function handOver(parcel: Omit<Parcel, 'user_id' | 'attempt'>): Promise<void> {
  const user_id = userId();
  if (user_id === undefined) throw new Error('nobody is signed in');
  await parcelStore.keep({ ...parcel, user_id, attempt: 0 });
  await readAgain();
  if (navigator.onLine) void again();
}

/** What came in while a round was under way belongs to the next one. */
async function again(): Promise<void> {
  await running;
  await sendNow();
}

export async function tryAgain({ refused: _, ...parcel }: Parcel): Promise<void> {
  await parcelStore.keep(parcel);
  await again();
}

export async function discard(id: string): Promise<void> {
  await parcelStore.drop(id);
  await readAgain();
}

/** Sends what waits now, whenever the network is back, and every few seconds while something waits. */
export function startOutbox(queries: QueryClient, onArrived: (parcel: Parcel) => void): () => void {
  arrived = (parcel) => {
    for (const topic of ['homework', 'submissions', 'progress'])
      void queries.invalidateQueries({ queryKey: [topic] });
    onArrived(parcel);
  };
  const isWaiting = () => outbox.get().some(({ parcel }) => !parcel.refused);
  const wake = () => void sendNow();
  const timer = setInterval(() => isWaiting() && navigator.onLine && wake(), RETRY_MS);
  addEventListener('online', wake);
  void readAgain().then(wake, () => undefined);
  return () => {
    clearInterval(timer);
    removeEventListener('online', wake);
  };
}
