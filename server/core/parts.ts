import { sql } from 'kysely';
import type { Config } from '#core/config.ts';
import type { Db } from '#core/db.ts';
import type { Part } from '#core/readiness.ts';
import { pingRedis } from '#core/redis.ts';

export function databasePart(db: Db): Part {
  return {
    name: 'database',
    check: async () => {
      await sql`select 1`.execute(db);
      return { state: 'ok', detail: 'answers' };
    },
  };
}

/** A process that is about to end still serves, but must not be sent anything new. */
export function processPart(isStopping: () => boolean): Part {
  return {
    name: 'process',
    check: async () => {
      if (isStopping()) throw new Error('is being stopped');
      return { state: 'ok', detail: 'runs' };
    },
  };
}

/** Redis or Valkey, which a single machine does without. Each check is a connection of its own: it is asked rarely. */
export function cachePart({ REDIS_URL }: Pick<Config, 'REDIS_URL'>): Part {
  return {
    name: 'cache',
    check: async () => {
      if (!REDIS_URL) return { state: 'off', detail: 'REDIS_URL is not set; one machine needs none' };
      await pingRedis(REDIS_URL);
      return { state: 'ok', detail: 'answers' };
    },
  };
}
