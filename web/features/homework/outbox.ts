import type { QueryClient } from '@tanstack/react-query';
import { currentLogin } from '../../lib/login.ts';
import { createStore, useStore } from '../../lib/store.ts';
import { browserWorld } from '../../lib/upload-browser.ts';
import { problemCodeOf } from '../../lib/upload-patience.ts';
import { type Parcel, parcelStore } from './parcel-store.ts';
import { post } from './post.ts';

/** A parcel with how much of it has gone, undefined while it waits, and the code of what holds it up. */
export type Sending = { parcel: Parcel; share: number | undefined; trouble?: string | undefined };

const outbox = createStore<readonly Sending[]>([]);
const RETRY_MS = 15_000;

export const useOutbox = () => useStore(outbox);

function userId(): number | undefined {
  const login = currentLogin();
  return login.status === 'in' ? login.user.id : undefined;
}

async function readAgain(): Promise<Parcel[]> {
  const id = userId();
  const parcels = id === undefined ? [] : await parcelStore.list(id);
  const known = new Map(outbox.get().map((one) => [one.parcel.id, one]));
  outbox.set(
    parcels.map((parcel) => ({ share: undefined, ...known.get(parcel.id), parcel: marked(parcel) })),
  );
  return parcels.map(marked);
}

/** What went wrong with parcels that this device cannot even write that down for. */
const broken = new Map<string, string>();

function marked(parcel: Parcel): Parcel {
  const refused = broken.get(parcel.id);
  return refused === undefined ? parcel : { ...parcel, refused };
}

function tell(id: string, said: Partial<Pick<Sending, 'share' | 'trouble'>>): void {
  outbox.set(outbox.get().map((one) => (one.parcel.id === id ? { ...one, ...said } : one)));
}

let going: { id: string; stop: AbortController } | undefined;

/** One parcel as far as it goes; what goes wrong with it holds up no other. */
async function sendOne(parcel: Parcel): Promise<void> {
  const { id } = parcel;
  const stop = new AbortController();
  going = { id, stop };
  tell(id, { share: 0, trouble: undefined });
  const keep = async (changed: Parcel) => {
    stop.signal.throwIfAborted();
    await parcelStore.keep(changed);
  };
  try {
    const outcome = await post({ ...browserWorld, keep, drop: parcelStore.drop }, parcel, {
      signal: stop.signal,
      onSent: (share) => tell(id, { share }),
      onTrouble: (trouble) => tell(id, { trouble }),
    });
    if (outcome === 'sent') arrived(parcel);
  } catch (error) {
    broken.set(id, problemCodeOf(error));
  } finally {
    going = undefined;
    tell(id, { share: undefined });
  }
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
      await sendOne(parcel);
      if (!navigator.onLine) break;
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
  broken.delete(parcel.id);
  await parcelStore.keep(parcel);
  await again();
}

/** Lets go of a parcel, also one that is on its way. */
export async function discard(id: string): Promise<void> {
  if (going?.id === id) going.stop.abort(new Error('discarded'));
  broken.delete(id);
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
