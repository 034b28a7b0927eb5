import { randomUUID } from 'node:crypto';
import type { Platform } from '#core/platform.ts';
import { Refusal, refuse } from '#core/problem.ts';
import type { RedisClient } from '#core/redis.ts';
import type { Scope } from '#core/scope.ts';
import { ChangeFollower } from './change-follower.ts';
import type { ChangeOptions, PlaybackStore, Player, Whose } from './playback-store.ts';
import { RedisBeats } from './redis-beats.ts';
import { RedisScripts } from './redis-scripts.ts';
import { databaseIdentity } from './store-in-redis.queries.ts';
import { WriteBehind } from './write-behind.ts';

/** How long a change in PostgreSQL may keep beats waiting; one that takes longer is given up before it commits. */
const HOLD_MS = 30_000;
const MARGIN_MS = 5000;

/**
 * Playbacks whose beats are decided in Redis, for many API processes; PostgreSQL decides everything else. Redis holds
 * copies: it may lose them at any moment, nobody gets in by that and nothing that was acknowledged is lost (README.md).
 */
export function storeInRedis(
  redis: RedisClient,
  { db, live, clock }: Pick<Platform, 'db' | 'live' | 'clock'>,
): PlaybackStore {
  const scripts = new RedisScripts(redis, () => databaseIdentity(db));
  const behind = new WriteBehind(db, scripts, clock);
  const beats = new RedisBeats(db, scripts, behind);
  const follower = new ChangeFollower(db, live, (players) => moveOn(scripts, players));
  const hold = async <T>(
    player: Player,
    work: (mustStillHold: () => void) => Promise<T>,
    options: ChangeOptions = {},
  ): Promise<T> => {
    const holder = randomUUID();
    const until = performance.now() + HOLD_MS - MARGIN_MS;
    const isHeld = await take(behind, player, holder, options);
    try {
      return await work(() => {
        if (isHeld && performance.now() > until) refuse('unavailable');
      });
    } finally {
      // Where this does not arrive, the hold ends by itself, and playback_change tells of the rest.
      await scripts.run('move', player, [randomUUID(), holder]).catch(() => {});
    }
  };
  return {
    beat: (beat) => beats.decide(beat),
    hold: ({ tenant_id }, user_id, work) => hold({ tenant_id, user_id }, work),
    async change(scope, whose, work, options) {
      const player = { tenant_id: scope.tenant_id, user_id: await idOf(whose, scope) };
      const change = (mustStillHold: () => void) =>
        scope.tx(async (tx, scope) => {
          const result = await work(tx, scope);
          mustStillHold();
          return result;
        });
      return await hold(player, change, options);
    },
    settle: (players) => behind.settle(players),
    open: () => follower.open(),
    async close() {
      await follower.close();
      await behind.close();
    },
  };
}

async function idOf(whose: Whose, scope: Scope): Promise<number> {
  return typeof whose === 'number' ? whose : await scope.tx(whose);
}

/** From here on nothing is credited, and what was is in PostgreSQL. Whether that is so. */
async function take(
  behind: WriteBehind,
  player: Player,
  holder: string,
  { evenAway }: ChangeOptions,
): Promise<boolean> {
  try {
    await behind.settle([player], { holder, ms: HOLD_MS });
    return true;
  } catch (error) {
    if (evenAway && error instanceof Refusal) return false;
    throw error;
  }
}

async function moveOn(scripts: RedisScripts, players: readonly Player[]): Promise<void> {
  await Promise.all(players.map((player) => scripts.run('move', player, [randomUUID()])));
}
