import type { UploadPlan } from '@seodang/contract/video-upload.ts';
import { isPassing, mustBeReadable, persist } from './upload-patience.ts';
import { PartRefused, type Target, type World } from './upload-world.ts';

const AT_ONCE = 3;
const ADDRESSES_AT_ONCE = 12;
const FORBIDDEN = 403;

type Address = Target & { part_number: number };

export type Sending = {
  world: World;
  file: Blob;
  /** Asks the server for addresses to put these parts to. */
  addresses: (part_numbers: number[], signal: AbortSignal) => Promise<Address[]>;
  plan: Pick<UploadPlan, 'part_size'>;
  signal: AbortSignal;
  /** Bytes of a part that have gone; 0 when it has to start again. */
  onSent: (part_number: number, bytes: number) => void;
  onTrouble: (code: string) => void;
  onCalm: () => void;
};

/** The numbers of a file's parts that are not among those that arrived. */
export function partsLeft(file: Blob, part_size: number, arrived: readonly number[]): number[] {
  const count = Math.ceil(file.size / part_size);
  return Array.from({ length: count }, (_, index) => index + 1).filter((number) => !arrived.includes(number));
}

/** Sends these parts, three at a time, each until it has arrived; the first that cannot arrive stops all. */
export async function sendParts(sending: Sending, part_numbers: readonly number[]): Promise<void> {
  const together = new AbortController();
  const signal = AbortSignal.any([sending.signal, together.signal]);
  const queue = [...part_numbers];
  const addresses = openAddresses({ ...sending, signal }, queue);
  const worker = async () => {
    for (let number = queue.shift(); number !== undefined; number = queue.shift())
      await sendPart({ ...sending, signal }, addresses, number);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    together.abort();
  }
}

async function sendPart(sending: Sending, addresses: Addresses, number: number): Promise<void> {
  const { world, file, plan, signal, onSent } = sending;
  const part = file.slice((number - 1) * plan.part_size, number * plan.part_size);
  await persist(world, signal, sending, async () => {
    onSent(number, 0);
    const target = await addresses.of(number);
    try {
      await world.put(target, part, { signal, onSent: (bytes) => onSent(number, bytes) });
    } catch (error) {
      onSent(number, 0);
      if (!signal.aborted) await mustBeReadable(part);
      throw addresses.renewed(number, error);
    }
  });
  onSent(number, part.size);
}

type Addresses = ReturnType<typeof openAddresses>;

/** Signed addresses, asked for some at a time, and anew when they have expired. */
function openAddresses({ addresses, signal }: Sending, queue: readonly number[]) {
  const known = new Map<number, Target>();
  const expired = new Set<number>();
  let asking: Promise<void> = Promise.resolve();

  async function ask(number: number): Promise<void> {
    if (known.has(number)) return;
    const part_numbers = [number, ...queue.filter((other) => !known.has(other))].slice(0, ADDRESSES_AT_ONCE);
    for (const { part_number, ...target } of await addresses(part_numbers, signal))
      known.set(part_number, target);
  }

  return {
    async of(number: number): Promise<Target> {
      const asked = asking.then(() => ask(number));
      asking = asked.catch(() => {});
      await asked;
      const target = known.get(number);
      if (!target) throw new Error(`no address for part ${number}`);
      expired.delete(number);
      return target;
    },
    /** What a failure of this part means: one refusal of an address is an old address, two are a refusal. */
    renewed(number: number, error: unknown): unknown {
      const isOld = error instanceof PartRefused && error.status === FORBIDDEN;
      if (isPassing(error) || !isOld || expired.has(number)) return error;
      known.delete(number);
      expired.add(number);
      return new PartRefused(0);
    },
  };
}
