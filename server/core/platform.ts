import type { Config } from '#core/config.ts';
import type { Db } from '#core/db.ts';
import type { LiveFeed } from '#core/live.ts';
import type { RedisClient } from '#core/redis.ts';
import type { Secrets } from '#core/secrets.ts';
import type { Storage } from '#core/storage/storage.ts';

/** What a process stands on; made once by main.ts (or the test harness) and handed to whoever needs a part of it. */
export type Platform = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly db: Db;
  readonly live: LiveFeed;
  /** Where REDIS_URL names one. */
  readonly redis?: RedisClient | undefined;
  readonly storage: Storage;
  readonly clock: () => Date;
};
