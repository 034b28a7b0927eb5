import { ApiProblem, type Output } from '@seodang/contract/call.ts';
import {
  endPlayback,
  heartbeatPlayback,
  refreshPlayback,
  startPlayback,
} from '@seodang/contract/playback.ts';
import { call } from '../../lib/api.ts';
import { codeOf } from '../../lib/problem.ts';
import { createStore, memory } from '../../lib/store.ts';
import { contiguousEnd, type Interval, unite } from './coverage.ts';

export type Playback = Output<typeof startPlayback>;
type Beat = { position: number; intervals: Interval[]; clock?: number; seq?: number };

/** Where a playback stands; everything that the player shows follows from it. */
export type LineState =
  | { phase: 'starting' }
  | { phase: 'elsewhere'; code: string }
  | {
      phase: 'playing';
      playback: Playback;
      watched: Interval[];
      progress: number;
      completed: boolean;
      offline: boolean;
    }
  | { phase: 'stopped'; code: string; canTakeOver: boolean };

const refreshAfterMs = 4 * 60_000;
const retryAfterMs = 4000;
/** Intervals of the last beats are sent again: what a failing server lost is healed, what it has counts once. */
const repeatedBeats = 4;

/** This browser, remembered, so that a reload is no second device. */
function deviceId(): string {
  const known = memory.read('device');
  if (known) return known;
  const fresh = crypto.randomUUID();
  memory.write('device', fresh);
  return fresh;
}

/**
 * One viewer's line to the server: starts, keeps alive, reports what was played, renews before anything expires, and
 * queues what the network keeps back, each beat with the time of its making.
 */
export class PlaybackLine {
  readonly state = createStore<LineState>({ phase: 'starting' });
  readonly #video_id: number;
  #token = '';
  #origin = 0;
  #renewedAt = 0;
  #seq = 0;
  #waiting: Beat[] = [];
  #recent: Interval[][] = [];
  #sending = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  readonly #onOnline = (): void => void this.flush();

  constructor(videoId: number) {
    this.#video_id = videoId;
    addEventListener('online', this.#onOnline);
  }

  /** Begins to watch; `takeover` ends what runs on another device. */
  async start(takeover = false): Promise<void> {
    this.state.set({ phase: 'starting' });
    try {
      this.#enter(await this.#open(takeover), []);
    } catch (error) {
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
    if (state.phase !== 'playing') return;
    const clock = (performance.now() - this.#origin) / 1000;
    this.#seq += 1;
    this.#waiting.push({ position, intervals, clock, seq: this.#seq });
    if (intervals.length > 0) this.#update({ watched: unite([...state.watched, ...intervals]) });
    void this.flush();
  }

  /** Up to where the viewer may go forward, in seconds. */
  limit(): number {
    const state = this.state.get();
    if (state.phase !== 'playing') return 0;
    return Math.max(state.playback.watch.max_watched, contiguousEnd(state.watched));
  }

  /** An address of this video with the newest token in it. */
  fresh(url: string): string {
    const state = this.state.get();
    const signed =
      state.phase === 'playing' ? /\/hls\/t\/[^/]+\//.exec(state.playback.play_url)?.[0] : undefined;
    return signed ? url.replace(/\/hls\/t\/[^/]+\//, signed) : url;
  }

  /** Leaves; the last report goes out even while the page is being closed. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    removeEventListener('online', this.#onOnline);
    if (this.state.get().phase !== 'playing') return;
    const beat = this.#next();
    if (beat) await this.#send(beat).catch(() => undefined);
    await call(endPlayback, { body: { token: this.#token } }, { keepalive: true }).catch(() => undefined);
  }

  /** Sends what waits, oldest first; on a dead network it waits on and tries again. */
  readonly flush = async (): Promise<void> => {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let beat = this.#next(); beat; beat = this.#next()) {
        await this.#deliver(beat);
        if (this.state.get().phase !== 'playing') return;
      }
      if (performance.now() - this.#renewedAt > refreshAfterMs && !this.#closed) await this.#renew();
    } catch {
      this.#update({ offline: true });
      clearTimeout(this.#retry);
      if (!this.#closed) this.#retry = setTimeout(() => void this.flush(), retryAfterMs);
    } finally {
      this.#sending = false;
    }
  };

  #next(): Beat | undefined {
    return this.#waiting[0];
  }

  /** Resolves when the beat is dealt with; throws when the network or the server is away. */
  async #deliver(beat: Beat): Promise<void> {
    try {
      const answer = await this.#send(beat);
      this.#done(beat);
      const { progress, completed, max_watched } = answer;
      const state = this.state.get();
      if (state.phase !== 'playing') return;
      const watch = { ...state.playback.watch, max_watched };
      this.#update({ progress, completed, offline: false, playback: { ...state.playback, watch } });
    } catch (error) {
      await this.#recover(beat, error);
    }
  }

  #send(beat: Beat) {
    const intervals = unite([...this.#recent.flat(), ...beat.intervals]).map(
      ([from, to]): [number, number] => [from, to],
    );
    return call(heartbeatPlayback, { body: { ...beat, intervals, token: this.#token } }, { keepalive: true });
  }

  #done(beat: Beat): void {
    this.#waiting.shift();
    this.#recent = [...this.#recent, beat.intervals].slice(-repeatedBeats);
  }

  async #recover(beat: Beat, error: unknown): Promise<void> {
    const code = codeOf(error);
    if (!(error instanceof ApiProblem) || code === 'offline' || error.problem.status >= 500) throw error;
    if (error.problem.status === 429) throw error;
    if (code === 'policy_changed') return this.#renew();
    const reason = String(error.problem.reason ?? '');
    if (code === 'token_expired' || (code === 'session_inactive' && reason === 'expired'))
      return this.#reopen();
    if (code === 'invalid_request') return this.#done(beat);
    this.#stop(reason || (code ?? 'internal'));
  }

  /** A new token, address and policy before the old ones end. */
  async #renew(): Promise<void> {
    try {
      const state = this.state.get();
      const playback = await call(refreshPlayback, { body: { token: this.#token } });
      this.#token = playback.token;
      this.#renewedAt = performance.now();
      if (state.phase === 'playing') this.#update({ playback, offline: false });
    } catch (error) {
      const code = codeOf(error);
      if (!(error instanceof ApiProblem) || code === 'offline' || error.problem.status >= 500) throw error;
      const reason = String(error.problem.reason ?? '');
      if (code === 'token_expired' || reason === 'expired') return this.#reopen();
      this.#stop(reason || (code ?? 'internal'));
    }
  }

  /** The network was gone longer than the playback lived: a new one takes up what still waits to be reported. */
  async #reopen(): Promise<void> {
    const waiting = this.#waiting.map(({ position, intervals }) => ({ position, intervals }));
    try {
      this.#enter(await this.#open(false), waiting);
    } catch (error) {
      if (!(error instanceof ApiProblem) || codeOf(error) === 'offline') throw error;
      this.#stop(codeOf(error) ?? 'internal');
    }
  }

  #open(takeover: boolean): Promise<Playback> {
    const body = { video_id: this.#video_id, device_id: deviceId(), takeover };
    return call(startPlayback, { body });
  }

  #enter(playback: Playback, waiting: Beat[]): void {
    this.#token = playback.token;
    this.#origin = performance.now();
    this.#renewedAt = this.#origin;
    this.#seq = 0;
    this.#waiting = waiting;
    const before = this.state.get();
    const { progress, completed } = playback.watch;
    const own = before.phase === 'playing' ? before.watched : [];
    const watched = unite([...playback.watch.watched, ...own]);
    this.state.set({ phase: 'playing', playback, watched, progress, completed, offline: false });
  }

  #stop(code: string): void {
    this.#waiting = [];
    this.state.set({ phase: 'stopped', code, canTakeOver: code === 'taken_over' });
  }

  #update(change: Partial<Extract<LineState, { phase: 'playing' }>>): void {
    const state = this.state.get();
    if (state.phase === 'playing') this.state.set({ ...state, ...change });
  }
}
