import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { EnforcementState } from '@seodang/contract/playback.ts';
import { Batches } from '#core/batches.ts';
import type { Db } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { RedisScripts } from './redis-scripts.ts';
import { copyPlayback, type PlaybackCopy } from './store-in-redis.queries.ts';
import type { Beat, BeatResult } from './watching.queries.ts';
import type { WriteBehind } from './write-behind.ts';

/** A beat that meets a change waits for it, a little. */
const [RETRY_MS, TRIES] = [20, 100];
/** While one is being answered, the next is on its way. */
const AT_ONCE = 2;

type Asked = { beat: Beat; said: string };
type Said = { server: string; reply: string[] };
type Answer = Said | { error: unknown };

/**
 * Decides beats in Redis, from copies that it fetches out of PostgreSQL where there is none that holds. Beats that come
 * while others are under way are asked about together (measured: asking costs Node 11 instead of 22 µs each), but not in a cluster.
 */
export class RedisBeats {
  readonly #db: Db;
  readonly #scripts: RedisScripts;
  readonly #behind: WriteBehind;
  readonly #together: Batches<Asked, Answer>;

  constructor(db: Db, scripts: RedisScripts, behind: WriteBehind) {
    this.#db = db;
    this.#scripts = scripts;
    this.#behind = behind;
    const { most } = scripts;
    // Where each is asked for alone, those whose node hangs keep nobody else waiting.
    const at_once = most > 1 ? AT_ONCE : Number.POSITIVE_INFINITY;
    this.#together = new Batches({ at_once, most, run: (all) => this.#ask(all) });
  }

  /** Refuses `unavailable` while Redis is away, or PostgreSQL is for long. */
  async decide(beat: Beat): Promise<BeatResult> {
    if (this.#behind.isBehind) refuse('unavailable');
    const asked = { beat, said: saidOf(beat) };
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { server, reply } = await this.#answerTo(asked);
      const [kind, detail] = reply;
      if (kind === 'ok') {
        this.#behind.note(beat);
        return toResult(reply);
      }
      if (kind === 'policy_changed' || kind === 'session_inactive') return refused(kind, detail);
      if (kind === 'held') await setTimeout(RETRY_MS);
      const refusal = kind === 'copy' ? await this.#copy(beat, server, detail ?? '') : undefined;
      if (refusal) return refusal;
    }
    return refuse('unavailable');
  }

  /** What cannot be answered with others is asked by itself, so that it fails alone. */
  async #answerTo(asked: Asked): Promise<Said> {
    let answer: Answer | undefined = await this.#together.add(asked);
    if ('reply' in answer && answer.reply[0] === 'failed') [answer] = await this.#ask([asked]);
    if (answer && 'reply' in answer) return answer;
    throw answer?.error;
  }

  /** Whatever goes wrong is the answer to all of them: what may have been done already is not asked again from here. */
  async #ask(all: readonly Asked[]): Promise<Answer[]> {
    try {
      const server = await this.#scripts.server();
      const [beats, said] = [all.map(({ beat }) => beat), all.map(({ said }) => said)];
      const replies = await this.#scripts.runTogether('beat', beats, [server], said);
      return replies.map((reply) => ({ server, reply: reply.split(' ') }));
    } catch (error) {
      return all.map(() => ({ error }));
    }
  }

  /** Brings a playback to Redis, or says why its beats don't count. `version`: what Redis went by when it had none. */
  async #copy(beat: Beat, server: string, version: string): Promise<BeatResult | undefined> {
    const found = await copyPlayback(this.#db, beat);
    const refusal = refusalOf(beat, found);
    if (refusal || !found) return refusal;
    const watching = watchingOf(beat);
    await this.#scripts.run('copy', beat, [
      ...[server, version, beat.session_id, watching, beat.login_session_id ?? '', found.login_until ?? ''],
      ...[JSON.stringify(playbackOf(found, watching)), JSON.stringify(watchedOf(found))],
    ]);
    return undefined;
  }
}

const watchingOf = ({ video_id, enrollment_id }: Beat): string => `${video_id}:${enrollment_id}`;

/** As beat.lua reads it. */
function saidOf(beat: Beat): string {
  const fields = [
    ...[beat.session_id, watchingOf(beat), beat.login_session_id ?? '-', beat.pv],
    ...[beat.now.getTime() * 1000, beat.live_seconds, beat.position_ms ?? '-', beat.claimed],
    ...[beat.clock_ms ?? '-', beat.seq ?? '-'],
  ];
  return fields.join(' ');
}

/** As app.beat_together asks, in its order. */
function refusalOf(beat: Beat, found: PlaybackCopy | undefined): BeatResult | undefined {
  if (!found) return refused('invalid_token');
  if (!found.signed_in) return refused('unauthenticated');
  if (found.policy_version !== beat.pv) return refused('policy_changed');
  return found.is_live ? undefined : refused('session_inactive', found.reason);
}

const nothing = {
  ...{ expires_at: 0, progress: 0, completed: false, max_watched: 0, cut_ms: 0, state: 'ok' as const },
  ...{ total_cut_ms: 0, repeats: 0, is_repeat: false, kept_seq: null },
};

function refused(problem: BeatResult['problem'], reason?: string): BeatResult {
  return { ...nothing, problem, reason: problem === 'session_inactive' ? String(reason) : null };
}

/** The fields of a playback as common.lua numbers them (P). */
function playbackOf(found: PlaybackCopy, watching: string) {
  const { max_rate, duration_ms, required_rate, credit_from, last_seq, started_at, paused_at } = found;
  const { state, cut_ms, repeats, policy_version, expires_at, credit_rate, updated_at } = found;
  return [
    ...['', watching, policy_version, expires_at, Math.fround(credit_rate), Math.fround(max_rate)],
    ...[duration_ms, required_rate, credit_from, last_seq, started_at, paused_at ?? false],
    ...[state, cut_ms, repeats, updated_at, 0, 0, 0, randomUUID()],
  ];
}

/** The fields of what was watched (W). */
function watchedOf(found: PlaybackCopy) {
  const { watched, watched_ms, progress, max_watched, completed, credited_until, last_position } = found;
  return [
    ...['', watched, watched_ms, progress, max_watched, completed],
    ...[credited_until ?? 0, last_position, found.updated_at, 0],
    ...[0, 0, randomUUID()],
  ];
}

function toResult(reply: readonly string[]): BeatResult {
  const [, expires_at, share, done, reached, cut_ms, state, total, repeats, again, kept] = reply;
  return {
    ...{ problem: null, reason: null, expires_at: Number(expires_at), progress: realOf(Number(share)) },
    ...{ completed: done === '1', max_watched: Number(reached), cut_ms: Number(cut_ms) },
    ...{ state: state as EnforcementState, total_cut_ms: Number(total), repeats: Number(repeats) },
    ...{ is_repeat: again === '1', kept_seq: Number(kept) },
  };
}

/** As PostgreSQL writes a real: the shortest number that is stored the same. */
function realOf(share: number): number {
  const short = Number(share.toPrecision(6));
  return Math.fround(short) === Math.fround(share) ? short : Number(share.toPrecision(8));
}
