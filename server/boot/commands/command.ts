import type pg from 'pg';
import type { Config } from '#core/config.ts';
import type { Db } from '#core/db.ts';
import type { LiveFeed } from '#core/live.ts';
import type { RedisClient } from '#core/redis.ts';
import { openScope, type Scope } from '#core/scope.ts';
import type { Secrets } from '#core/secrets.ts';
import type { Storage } from '#core/storage/storage.ts';

/** What a command works with, beside a Seodang that may be running. */
export type Bench = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly db: Db;
  readonly owner: pg.Pool;
  readonly ownerUrl: string;
  readonly storage: Storage;
  readonly live: LiveFeed;
  readonly redis: RedisClient | undefined;
  readonly clock: () => Date;
  readonly print: (line: string) => void;
};

export type Command = {
  readonly name: string;
  readonly about: string;
  /** Whether it may be told one academy by its code; all of them otherwise. */
  readonly perAcademy: boolean;
  /** Whether all is well: the exit code says so. Prints what a person should know. */
  readonly run: (bench: Bench, academies: readonly Academy[]) => Promise<boolean>;
};

export type Academy = { readonly id: number; readonly code: string };

/** All academies, or the one of that code. */
export async function listAcademies({ owner }: Pick<Bench, 'owner'>, code?: string): Promise<Academy[]> {
  const { rows } = await owner.query<Academy>(
    'select id, code from tenant where $1::citext is null or code = $1 order by code',
    [code ?? null],
  );
  return rows;
}

export function scopeOf({ db, clock }: Bench, academy: Academy, reason: string): Scope {
  return openScope(db, academy.id, { kind: 'system', reason }, { now: clock() });
}
