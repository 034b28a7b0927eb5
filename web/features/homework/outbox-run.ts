import { createStore } from '../../lib/store.ts';
import { problemCodeOf } from '../../lib/upload-patience.ts';
import type { Parcel, parcelStore } from './parcel-store.ts';
import type { PostWorld, post } from './post.ts';

/** A parcel with how much of it has gone, undefined while it waits, and the code of what holds it up. */
export type Sending = { parcel: Parcel; share: number | undefined; trouble?: string | undefined };

/** What an outbox is surrounded by: the device's store, the way out, who is signed in, and other tabs. */
export type OutboxWorld = {
  parcels: Pick<typeof parcelStore, 'drop' | 'find' | 'list'> & {
    keep: (parcel: Parcel) => Promise<unknown>;
  };
  /** Sends one parcel, keeping what is done of it. */
  send: (
    on: Pick<PostWorld, 'keep' | 'drop'>,
    parcel: Parcel,
    events: Parameters<typeof post>[2],
  ) => ReturnType<typeof post>;
  userId: () => number | undefined;
  isOnline: () => boolean;
  /** Tabs take turns: the same parcel never travels twice at once. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

/** The parcels of this device as the screens show them. */
function makeShown({ parcels, userId }: OutboxWorld) {
  const shown = createStore<readonly Sending[]>([]);
  /** What went wrong with parcels that this device cannot even write that down for. */
  const broken = new Map<string, string>();
  function marked(parcel: Parcel): Parcel {
    const refused = broken.get(parcel.id);
    return refused === undefined ? parcel : { ...parcel, refused };
  }
  return {
    shown,
    broken,
    async readAgain(): Promise<Parcel[]> {
      const id = userId();
      const list = id === undefined ? [] : (await parcels.list(id)).map(marked);
      const known = new Map(shown.get().map((one) => [one.parcel.id, one]));
      shown.set(list.map((parcel) => ({ share: undefined, ...known.get(parcel.id), parcel })));
      return list;
    },
    tell(id: string, said: Partial<Pick<Sending, 'share' | 'trouble'>>): void {
      shown.set(shown.get().map((one) => (one.parcel.id === id ? { ...one, ...said } : one)));
    },
  };
}

/** Takes the parcels one after the other, in rounds; `stop` ends the one that is on its way. */
function makeRounds(world: OutboxWorld, { broken, readAgain, tell }: ReturnType<typeof makeShown>) {
  const { parcels, send, userId, isOnline, inTurn } = world;
  let going: { id: string; stop: AbortController } | undefined;
  let running: Promise<void> | undefined;
  let arrived: (parcel: Parcel) => void = () => undefined;

  /** One parcel as far as it goes; what goes wrong with it holds up no other. */
  async function sendOne(parcel: Parcel): Promise<void> {
    const { id } = parcel;
    const stop = new AbortController();
    going = { id, stop };
    tell(id, { share: 0, trouble: undefined });
    const keep = async (changed: Parcel) => {
      stop.signal.throwIfAborted();
      await parcels.keep(changed);
    };
    try {
      const outcome = await send({ keep, drop: parcels.drop }, parcel, {
        signal: stop.signal,
        onSent: (share) => tell(id, { share }),
        onTrouble: (trouble) => tell(id, { trouble }),
      });
      if (outcome === 'sent') arrived(parcel);
    } catch (error) {
      if (!stop.signal.aborted) broken.set(id, problemCodeOf(error));
    } finally {
      going = undefined;
      tell(id, { share: undefined });
    }
  }

  async function sendAll(): Promise<void> {
    await inTurn(async () => {
      for (const { id } of (await readAgain()).filter(({ refused }) => !refused)) {
        // Another tab may have sent it while this one waited for its turn.
        const parcel = await parcels.find(id);
        if (!parcel || parcel.user_id !== userId()) continue;
        await sendOne(parcel);
        if (!isOnline()) break;
      }
      await readAgain();
    });
  }

  /** Sends what waits, now; once for all who ask meanwhile. */
  function sendNow(): Promise<void> {
    running ??= sendAll()
      // What could not be sent stays on the device and is tried again.
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    sendNow,
    /** What came in while a round was under way belongs to the next one. */
    async again(): Promise<void> {
      await running;
      await sendNow();
    },
    stop(id: string): void {
      if (going?.id === id) going.stop.abort(new Error('discarded'));
    },
    onArrived(listener: (parcel: Parcel) => void): void {
      arrived = listener;
    },
  };
}

/** What was handed in on this device and has not arrived: it travels as soon as it can, one parcel after the other. */
export function makeOutbox(world: OutboxWorld) {
  const { parcels, userId, isOnline } = world;
  const shelf = makeShown(world);
  const { sendNow, again, stop, onArrived } = makeRounds(world, shelf);
  const { shown, broken, readAgain } = shelf;
  return {
    ...{ shown, readAgain, sendNow, onArrived },
    /** Hands in on this device; it travels as soon as it can. The same id again is the same parcel. */
    async handOver(parcel: Omit<Parcel, 'user_id' | 'attempt'>): Promise<void> {
      const user_id = userId();
      if (user_id === undefined) throw new Error('nobody is signed in');
      await parcels.keep({ ...parcel, user_id, attempt: 0 });
      await readAgain();
      if (isOnline()) void again();
    },
    async tryAgain({ refused: _, ...parcel }: Parcel): Promise<void> {
      broken.delete(parcel.id);
      await parcels.keep(parcel);
      await again();
    },
    /** Lets go of a parcel, also one that is on its way. */
    async discard(id: string): Promise<void> {
      stop(id);
      broken.delete(id);
      await parcels.drop(id);
      await readAgain();
    },
  };
}
