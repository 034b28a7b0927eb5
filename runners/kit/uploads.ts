import { ApiProblem } from '@seodang/contract/call.ts';
import type { Addresses, OutputFile } from './addresses.ts';
import { JobFailure, Stopped } from './failure.ts';
import { passedThrough } from './memory.ts';
import { PutFailed, put, sizeOf } from './put.ts';
import { type Backoff, retry } from './retry.ts';
import { mayPass } from './server.ts';

const limits = { at_once: 4, held_bytes: 8 * 2 ** 20, put_ms: 180_000 };

/** Refusals of the API and reasons to stop are passed on; all else is the storage or the way to it. */
function asFailure(error: unknown): unknown {
  if (error instanceof JobFailure || error instanceof ApiProblem || error instanceof Stopped) return error;
  const isFull = error instanceof PutFailed && error.status === 507;
  const technical = error instanceof Error ? error.message : '';
  return new JobFailure(isFull ? 'storage_full' : 'storage_unavailable', { technical, cause: error });
}

/** Brings outputs to the storage, a few at once, holding a bounded amount of memory. */
export class Uploads {
  readonly #addresses: Addresses;
  readonly #signal: AbortSignal;
  readonly #backoff: Backoff;
  readonly #queue: OutputFile[] = [];
  #held = 0;
  #running = 0;
  #broken: { error: unknown } | null = null;
  #changed = Promise.withResolvers<void>();

  constructor(addresses: Addresses, signal: AbortSignal, backoff: Backoff) {
    this.#addresses = addresses;
    this.#signal = signal;
    this.#backoff = backoff;
  }

  /** Takes a file; resolves as soon as there is room for the next one. */
  async add(file: OutputFile): Promise<void> {
    this.#queue.push(file);
    this.#held += sizeOf(file);
    this.#fill();
    await this.#until(() => this.#held <= limits.held_bytes);
  }

  /** Resolves when all files taken so far are in the storage. */
  settled(): Promise<void> {
    return this.#until(() => this.#running === 0 && this.#queue.length === 0);
  }

  #fill(): void {
    while (this.#running < limits.at_once && !this.#broken) {
      const file = this.#queue.shift();
      if (!file) return;
      this.#running++;
      void this.#bring(file).then(() => {
        this.#running--;
        this.#held -= sizeOf(file);
        passedThrough(sizeOf(file));
        this.#changed.resolve();
        this.#changed = Promise.withResolvers();
        this.#fill();
      });
    }
  }

  async #bring(file: OutputFile): Promise<void> {
    const again = (error: unknown) => !(error instanceof JobFailure) && mayPass(error);
    try {
      await retry(this.#backoff, this.#signal, again, () => this.#tryOnce(file));
    } catch (error) {
      this.#broken ??= { error: asFailure(error) };
    }
  }

  async #tryOnce(file: OutputFile): Promise<void> {
    const target = await this.#addresses.of(file, this.#queue);
    try {
      await put(target, file, AbortSignal.any([this.#signal, AbortSignal.timeout(limits.put_ms)]));
    } catch (error) {
      // The address may have run out while the network was away.
      if (error instanceof PutFailed && error.status < 500) this.#addresses.forget(file);
      throw error;
    }
  }

  async #until(enough: () => boolean): Promise<void> {
    while (!this.#broken && !enough()) await this.#changed.promise;
    this.#signal.throwIfAborted();
    if (this.#broken) throw this.#broken.error;
  }
}
