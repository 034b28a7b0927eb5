import { BeatQueue } from './beat-queue.ts';
import { type EventBatch, EventQueue } from './event-queue.ts';
import { leftoversOf } from './leftovers.ts';
import { isAway, type PlaybackWire } from './playback-wire.ts';

/** What a viewer has to report, kept on the device until the server has it: also over a reload or a crash of the tab. */
export class Outbox {
  readonly beats = new BeatQueue();
  readonly events = new EventQueue();
  readonly #wire: PlaybackWire;
  readonly #left: ReturnType<typeof leftoversOf>;

  constructor(wire: PlaybackWire, videoId: number, userId: number) {
    this.#wire = wire;
    this.#left = leftoversOf(userId, videoId);
    const left = this.#left.read();
    if (!left) return;
    wire.token = left.token;
    this.beats.restore(left.intervals);
    this.events.restore(left.events);
  }

  /** Writes down what is still to be sent. */
  keep(): void {
    const [token, intervals, events] = [this.#wire.token, this.beats.unsent(), this.events.kept()];
    const isEmpty = intervals.length === 0 && this.events.isEmpty;
    this.#left.write(isEmpty ? undefined : { token, intervals, events });
  }

  /** Another playback takes up what waits. */
  startOver(): void {
    this.beats.startOver();
    this.events.startOver();
    this.keep();
  }

  /** Sends a batch of events; one that failed is the same batch the next time, so that it counts once. */
  async post(batch: EventBatch) {
    this.keep();
    try {
      const answer = await this.#wire.tell(batch);
      this.events.settle(batch);
      return answer;
    } catch (error) {
      this.events.failed();
      throw error;
    } finally {
      this.keep();
    }
  }

  /** What left without an answer belongs to the playback that it left from, which counts it once and which a start ends. */
  async settleLast(): Promise<void> {
    const batch = this.events.unanswered();
    if (!batch) return;
    await this.#wire.tell(batch).catch((error: unknown) => {
      if (isAway(error)) throw error;
    });
    this.events.settle(batch);
  }
}
