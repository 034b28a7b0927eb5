import { beforeEach, expect, test } from 'vitest';
import { makeOutbox } from './outbox-run.ts';
import type { Parcel } from './parcel-store.ts';

const device = new Map<string, Parcel>();
let sent: string[];
/** What happens to a parcel on its way; it arrives where nothing is said. */
let fate: (id: string, signal: AbortSignal, keep: () => Promise<void>) => Promise<void>;

function outbox() {
  return makeOutbox({
    parcels: {
      keep: async (parcel) => void device.set(parcel.id, parcel),
      drop: async (id) => void device.delete(id),
      find: async (id) => device.get(id),
      list: async () => [...device.values()],
    },
    async send({ keep, drop }, parcel, { signal }) {
      const change = { ...parcel, attempt: parcel.attempt + 1 };
      await fate(parcel.id, signal, async () => void (await keep(change)));
      sent.push(parcel.id);
      await drop(parcel.id);
      return 'sent';
    },
    userId: () => 1,
    isOnline: () => true,
    inTurn: (work) => work(),
  });
}

const waits = (id: string) => {
  const place = { user_id: 1, homework_id: 2, enrollment_id: 3, title: '37쪽', files: [], attempt: 0 };
  device.set(id, { id, ...place });
};

beforeEach(() => {
  device.clear();
  sent = [];
  fate = async () => undefined;
});

test('what goes wrong with one parcel shows at it though the device cannot keep that, and holds up no other', async () => {
  const box = outbox();
  for (const id of ['broken', 'good']) waits(id);
  fate = async (id) => {
    if (id === 'broken') throw new Error('a fault of the program');
  };
  await box.sendNow();
  await box.sendNow();
  expect(sent).toEqual(['good']);
  const [{ parcel } = { parcel: undefined }, ...others] = box.shown.get();
  expect([parcel?.id, parcel?.refused, others]).toEqual(['broken', 'internal', []]);
  expect(device.get('broken')).not.toHaveProperty('refused');

  fate = async () => undefined;
  if (parcel) await box.tryAgain(parcel);
  expect([sent, box.shown.get(), device.size]).toEqual([['good', 'broken'], [], 0]);
});

test('a parcel that is let go of on its way stops there, is not kept again, and the next one goes', async () => {
  const box = outbox();
  for (const id of ['first', 'next']) waits(id);
  const under_way = Promise.withResolvers<void>();
  fate = async (id, signal, keep) => {
    if (id === 'next') return;
    under_way.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await keep();
  };
  const round = box.sendNow();
  await under_way.promise;
  expect(box.shown.get()[0]).toMatchObject({ share: 0, parcel: { id: 'first' } });
  await box.discard('first');
  await round;
  expect([sent, [...device.keys()], box.shown.get()]).toEqual([['next'], [], []]);
  waits('first');
  fate = async () => undefined;
  await box.sendNow();
  expect(sent).toEqual(['next', 'first']);
});

test('what is handed over while another one travels goes in the next round, once', async () => {
  const box = outbox();
  waits('first');
  const [under_way, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  fate = async (id) => {
    if (id !== 'first') return;
    under_way.resolve();
    await gate.promise;
  };
  const round = box.sendNow();
  await under_way.promise;
  const { user_id: _, attempt: __, ...parcel } = device.get('first') ?? ({} as Parcel);
  await box.handOver({ ...parcel, id: 'second' });
  gate.resolve();
  await round;
  await box.sendNow();
  expect(sent).toEqual(['first', 'second']);
});
