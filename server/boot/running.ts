import { setTimeout } from 'node:timers/promises';

/**
 * What a process has started, to be stopped in the opposite order. One stop, however many ask for it; `kill` is for
 * the second Ctrl-C: everything outside this process ends at once.
 */
export class Running {
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly #kills: (() => void)[] = [];
  readonly #failed = Promise.withResolvers<Error>();
  #stopping: Promise<void> | undefined;

  /** Resolves when something broke for good that this process cannot do without. */
  readonly failed = this.#failed.promise;
  readonly fail = (error: Error): void => this.#failed.resolve(error);

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  onStop(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  onKill(kill: () => void): void {
    this.#kills.push(kill);
  }

  /** `starting` is given a moment to settle, so that what it is just opening is closed too. */
  stop(starting: Promise<unknown>, patience_ms = 5_000): Promise<void> {
    this.#stopping ??= this.#stopAll(starting, patience_ms);
    return this.#stopping;
  }

  kill(): void {
    for (const kill of this.#kills) kill();
  }

  async #stopAll(starting: Promise<unknown>, patience_ms: number): Promise<void> {
    await Promise.race([starting.catch(() => {}), setTimeout(patience_ms, undefined, { ref: false })]);
    for (const stop of this.#stops.toReversed()) {
      // One part that does not end well must not keep the others, least of all the database, from ending.
      await stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    }
  }
}
