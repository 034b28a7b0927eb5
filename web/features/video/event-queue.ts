import { EVENTS_A_BATCH, type PlaybackEventType } from '@seodang/contract/playback-events.ts';

export type PlayerEvent = {
  type: PlaybackEventType;
  /** Unix seconds by the clock of the device. */
  occurred_at: number;
  payload?: Record<string, unknown>;
};

/** What travels together: under the same id until it is answered, so that it counts once however often it is sent. */
export type EventBatch = { batch_id: string; events: PlayerEvent[] };

/** What is kept on the device while the network or the page is away. */
export type KeptEvents = { batch: EventBatch | null; is_out: boolean; events: PlayerEvent[] };

/** A day without network fits; what is the least telling goes first. */
export const MOST_KEPT = 1000;
const KEPT_SECONDS = 7 * 86_400;

const attempts: ReadonlySet<PlaybackEventType> = new Set([
  'SEEK_ATTEMPT',
  'SPEED_CHANGE_ATTEMPT',
  'WATERMARK_REMOVED',
]);

/** Whether this kind of event should reach the server at once: what follows from it is shown to the viewer. */
export const isUrgent = (type: PlaybackEventType): boolean => attempts.has(type);

/** What happened in a player, in order, until the server has answered to it. */
export class EventQueue {
  #batch: EventBatch | null = null;
  #isOut = false;
  #events: PlayerEvent[] = [];
  readonly #now: () => number;
  readonly #id: () => string;

  /** `now` in unix seconds. */
  constructor(now = () => Date.now() / 1000, id: () => string = () => crypto.randomUUID()) {
    this.#now = now;
    this.#id = id;
  }

  get isEmpty(): boolean {
    return this.#batch === null && this.#events.length === 0;
  }

  add(type: PlaybackEventType, payload?: Record<string, unknown>): void {
    this.#events.push({ type, occurred_at: this.#now(), ...(payload && { payload }) });
    if (this.#events.length <= MOST_KEPT) return;
    const least = this.#events.findIndex((event) => !attempts.has(event.type));
    this.#events.splice(Math.max(0, least), 1);
  }

  /** The batch to send now: the one that got no answer, else what has gathered since. */
  next(): EventBatch | null {
    if (this.#batch === null && this.#events.length > 0)
      this.#batch = { batch_id: this.#id(), events: this.#events.splice(0, EVENTS_A_BATCH) };
    this.#isOut = this.#batch !== null;
    return this.#batch;
  }

  /** The server has dealt with it, one way or the other. */
  settle({ batch_id }: EventBatch): void {
    if (this.#batch?.batch_id !== batch_id) return;
    this.#batch = null;
    this.#isOut = false;
  }

  /** It has not arrived. */
  failed(): void {
    this.#isOut = false;
  }

  /** The batch that left and was never answered, e.g. as the page was closed. */
  unanswered(): EventBatch | null {
    return this.#isOut ? this.#batch : null;
  }

  /**
   * For a new playback, which does not know the batches of the one before: what did not arrive is sent anew. A batch
   * without an answer most likely did arrive; again, it would count twice against the viewer.
   */
  startOver(): void {
    if (this.#batch && !this.#isOut) this.#events.unshift(...this.#batch.events);
    this.#batch = null;
    this.#isOut = false;
  }

  kept(): KeptEvents {
    return { batch: this.#batch, is_out: this.#isOut, events: this.#events };
  }

  /** Takes up what a page before has kept. */
  restore({ batch, is_out, events }: KeptEvents): void {
    const since = this.#now() - KEPT_SECONDS;
    this.#batch = batch;
    this.#isOut = is_out;
    this.#events = [...events.filter(({ occurred_at }) => occurred_at >= since), ...this.#events];
  }
}
