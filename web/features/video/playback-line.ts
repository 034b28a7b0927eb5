import { ApiProblem } from '@seodang/contract/call.ts';
import type { PlaybackEventType } from '@seodang/contract/playback-events.ts';
import { codeOf } from '../../lib/problem.ts';
import { createStore } from '../../lib/store.ts';
import { Alarm } from './alarm.ts';
import type { Beat } from './beat-queue.ts';
import { type Interval, unite } from './coverage.ts';
import { begin, follow } from './enforcement.ts';
import { type EventBatch, isUrgent } from './event-queue.ts';
import { warnings } from './leftovers.ts';
import { freshUrl, type LineState, type Live, limitOf, type Playback } from './line-state.ts';
import { Outbox } from './outbox.ts';
import { isAway, isBusy, PlaybackWire } from './playback-wire.ts';

const [refreshAfterMs, retryAfterMs] = [4 * 60_000, 4000];
/** Events gather this long before they are sent; attempts are sent at once. */
const gatherMs = 3000;

/**
 * One viewer's line to the server: starts, keeps alive, reports what was played and what happened, renews before
 * anything expires, and queues what the network keeps back, each report with the time of its making.
 */
export class PlaybackLine {
  readonly state = createStore<LineState>({ phase: 'starting' });
  /** Makes the player report what it has played so far; set by whoever records it. */
  onAsk: () => void = () => void this.flush();
  /** What was played and is not yet reported; from the same. */
  pending: () => Interval[] = () => [];
  readonly #wire: PlaybackWire;
  readonly #out: Outbox;
  /** Moves when the viewer confirms something: answers to what was asked before do not count. */
  #epoch = 0;
  #sending: Promise<void> | undefined;
  /** Asked while the last look at the queues was over, but not its end. */
  #again = false;
  readonly #alarm = new Alarm();
  #closed = false;

  readonly #onOnline = (): void => void this.flush();

  constructor(videoId: number, userId: number) {
    this.#wire = new PlaybackWire(videoId);
    this.#out = new Outbox(this.#wire, videoId, userId);
  }

  /** Begins to watch; `takeover` ends what runs on another device. */
  async start(takeover = false): Promise<void> {
    this.#closed = false;
    addEventListener('online', this.#onOnline);
    this.state.set({ phase: 'starting' });
    try {
      await this.#out.settleLast();
      this.#enter(await this.#wire.open(takeover));
      void this.flush();
    } catch (error) {
      if (isBusy(error)) return this.#later(retryAfterMs, () => void this.start(takeover));
      const code = codeOf(error) ?? 'internal';
      const elsewhere = code === 'concurrency_limit_exceeded' || code === 'device_limit_exceeded';
      this.state.set(
        elsewhere ? { phase: 'elsewhere', code } : { phase: 'stopped', code, canTakeOver: false },
      );
    }
  }

  /** Reports what was played since the last report, and that somebody is still here. */
  report(position: number, intervals: Interval[]): void {
    const state = this.state.get();
    if (state.phase !== 'playing' || this.#closed) return;
    this.#out.beats.add(position, intervals);
    this.#out.keep();
    if (intervals.length > 0) this.#update({ watched: unite([...state.watched, ...intervals]) });
    void this.flush();
  }

  /** Something happened in the player. What was played before it is reported first: by that it is judged. */
  note(type: PlaybackEventType, payload?: Record<string, unknown>): void {
    if (this.state.get().phase !== 'playing' || this.#closed) return;
    this.#out.events.add(type, payload);
    this.#out.keep();
    if (isUrgent(type)) this.onAsk();
    else this.#later(gatherMs);
  }

  /**
   * The viewer has seen a warning, or has read why it was paused and goes on. Throws when the server can't be asked;
   * a playback that has ended meanwhile says so in its state.
   */
  async acknowledge(shown: 'warned' | 'paused'): Promise<void> {
    const answer = await this.#wire.acknowledge(shown).catch(async (error: unknown) => {
      await this.#recover(error);
      return this.state.get().phase === 'playing' ? this.#wire.acknowledge(shown) : undefined;
    });
    const state = this.state.get();
    if (!answer || state.phase !== 'playing') return;
    this.#epoch += 1;
    if (answer.state === 'warned') warnings.saw(answer.case_id);
    this.#update({ enforcement: follow(state.enforcement, answer) });
  }

  /** The viewer has put a warning away. */
  dismissWarning(): void {
    const state = this.state.get();
    if (state.phase === 'playing') this.#update({ enforcement: { ...state.enforcement, isNews: false } });
  }

  /** Up to where the viewer may go forward, in seconds. */
  limit(): number {
    return limitOf(this.state.get(), this.pending());
  }

  /** An address of this video with the newest token in it. */
  fresh(url: string): string {
    return freshUrl(this.state.get(), url);
  }

  /** The page may be gone before any answer comes: everything leaves at once, and is kept until it is answered. */
  readonly part = (): void => {
    this.onAsk();
    const batch = this.state.get().phase === 'playing' ? this.#out.events.next() : null;
    if (batch) void this.#out.post(batch).catch(() => undefined);
  };

  /** Leaves; the last reports go out before. */
  async close(): Promise<void> {
    this.onAsk();
    this.#closed = true;
    this.#alarm.clear();
    removeEventListener('online', this.#onOnline);
    await this.flush();
    if (this.state.get().phase === 'playing')
      await this.#wire
        .end()
        .then(() => this.#out.beats.ended())
        .catch(() => undefined);
    this.#out.keep();
  }

  /** Sends what waits, oldest first, and what was played before what happened; without a network it waits on. */
  readonly flush = (): Promise<void> => {
    if (this.#sending) this.#again = true;
    this.#sending ??= this.#sendAll().then(() => {
      const again = this.#again;
      [this.#sending, this.#again] = [undefined, false];
      return again ? this.flush() : undefined;
    });
    return this.#sending;
  };

  async #sendAll(): Promise<void> {
    this.#alarm.clear();
    const isPlaying = () => this.state.get().phase === 'playing';
    try {
      if (isPlaying() && this.#wire.age() > refreshAfterMs && !this.#closed) await this.#renew();
      while (isPlaying() && (await this.#sendNext())) this.#out.keep();
    } catch {
      this.#update({ offline: true });
      this.#later(retryAfterMs);
    }
  }

  async #sendNext(): Promise<boolean> {
    const beat = this.#out.beats.next();
    const batch = beat ? null : this.#out.events.next();
    if (beat) await this.#deliver(beat);
    else if (batch) await this.#tell(batch);
    return Boolean(beat ?? batch);
  }

  #later(ms: number, then = () => this.onAsk()): void {
    if (!this.#closed) this.#alarm.set(ms, then);
  }

  /** Resolves when the beat is dealt with; throws when the network or the server is away. */
  async #deliver(beat: Beat): Promise<void> {
    const epoch = this.#epoch;
    try {
      const answer = await this.#wire.beat(this.#out.beats.toSend(beat));
      this.#out.beats.done(beat, answer.kept_seq);
      const state = this.state.get();
      if (state.phase !== 'playing') return;
      const { progress, completed, max_watched } = answer;
      const watch = { ...state.playback.watch, max_watched };
      this.#update({ progress, completed, offline: false, playback: { ...state.playback, watch } });
      this.#obey({ state: answer.state }, epoch);
    } catch (error) {
      await this.#recover(error, () => this.#out.beats.done(beat));
    }
  }

  async #tell(batch: EventBatch): Promise<void> {
    const epoch = this.#epoch;
    try {
      const answer = await this.#out.post(batch);
      this.#update({ offline: false });
      this.#obey(answer, epoch);
    } catch (error) {
      await this.#recover(error, () => this.#out.events.settle(batch));
    }
  }

  #obey(answer: Parameters<typeof follow>[1], epoch: number): void {
    const state = this.state.get();
    if (state.phase !== 'playing' || epoch !== this.#epoch) return;
    if (answer.state === 'revoked') this.#stop('revoked');
    else this.#update({ enforcement: follow(state.enforcement, answer) });
  }

  /** Does what a refusal asks for; throws when the same is to be sent again. */
  async #recover(error: unknown, drop: () => void = () => undefined): Promise<void> {
    if (isAway(error) || !(error instanceof ApiProblem)) throw error;
    const { code, problem } = error;
    const reason = String(problem.reason ?? '');
    if (code === 'policy_changed') return this.#renew();
    if (code === 'token_expired' || reason === 'expired') return this.#reopen();
    if (problem.status === 400 || problem.status === 413) return drop();
    this.#stop(reason || code);
  }

  /** A new token, address and policy before the old ones end. */
  async #renew(): Promise<void> {
    const epoch = this.#epoch;
    try {
      const playback = await this.#wire.refresh();
      this.#update({ playback, offline: false });
      this.#obey(playback, epoch);
    } catch (error) {
      await this.#recover(error);
    }
  }

  /** The network was gone longer than the playback lived: a new one takes up what still waits to be reported. */
  async #reopen(): Promise<void> {
    try {
      this.#enter(await this.#wire.open(false));
    } catch (error) {
      if (isAway(error)) throw error;
      this.#stop(codeOf(error) ?? 'internal');
    }
  }

  #enter(playback: Playback): void {
    this.#epoch += 1;
    this.#out.startOver();
    const before = this.state.get();
    const { progress, completed, watched: known } = playback.watch;
    const watched = unite([
      ...known,
      ...(before.phase === 'playing' ? before.watched : this.#out.beats.unsent()),
    ]);
    const enforcement = begin(playback, warnings.wasSeen(playback.case_id));
    this.state.set({ phase: 'playing', playback, watched, progress, completed, offline: false, enforcement });
  }

  #stop(code: string): void {
    this.#out.beats.clear();
    this.#out.keep();
    this.state.set({ phase: 'stopped', code, canTakeOver: code === 'taken_over' });
  }

  #update(change: Partial<Live>): void {
    const state = this.state.get();
    if (state.phase === 'playing') this.state.set({ ...state, ...change });
  }
}
