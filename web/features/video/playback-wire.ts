import { ApiProblem } from '@seodang/contract/call.ts';
import {
  endPlayback,
  heartbeatPlayback,
  refreshPlayback,
  startPlayback,
} from '@seodang/contract/playback.ts';
import { acknowledgePlayback, postPlaybackEvents } from '@seodang/contract/playback-events.ts';
import { call } from '../../lib/api.ts';
import { memory } from '../../lib/store.ts';
import type { Beat } from './beat-queue.ts';
import type { EventBatch } from './event-queue.ts';
import type { Playback } from './line-state.ts';

/** This browser, remembered, so that a reload is no second device. */
function deviceId(): string {
  const known = memory.read('device');
  if (known) return known;
  const fresh = crypto.randomUUID();
  memory.write('device', fresh);
  return fresh;
}

/** The network or the server is away: nothing was decided, and the same may be sent again. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof ApiProblem) || error.code === 'offline') return true;
  return error.problem.status >= 500 || error.problem.status === 429;
}

/** The server asks for a moment: a part of it is being started anew. */
export function isBusy(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status === 503;
}

/** Reports go out even while the page is being closed. */
const lasting: RequestInit = { keepalive: true };

/** What a player says to the server, each with the newest token. */
export class PlaybackWire {
  token = '';
  #renewedAt = 0;
  readonly #video_id: number;

  constructor(videoId: number) {
    this.#video_id = videoId;
  }

  async open(takeover: boolean): Promise<Playback> {
    const body = { video_id: this.#video_id, device_id: deviceId(), takeover };
    return this.#renewed(await call(startPlayback, { body }));
  }

  async refresh(): Promise<Playback> {
    return this.#renewed(await call(refreshPlayback, { body: { token: this.token } }));
  }

  beat(beat: Beat & { intervals: [number, number][] }) {
    return call(heartbeatPlayback, { body: { ...beat, token: this.token } }, lasting);
  }

  tell(batch: EventBatch) {
    const body = { ...batch, token: this.token, sent_at: Date.now() / 1000 };
    return call(postPlaybackEvents, { body }, lasting);
  }

  acknowledge(state: 'warned' | 'paused') {
    return call(acknowledgePlayback, { body: { token: this.token, state } });
  }

  end() {
    return call(endPlayback, { body: { token: this.token } }, lasting);
  }

  /** Milliseconds since the token was made. */
  age(): number {
    return performance.now() - this.#renewedAt;
  }

  #renewed(playback: Playback): Playback {
    this.token = playback.token;
    this.#renewedAt = performance.now();
    return playback;
  }
}
