import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Db, openDb } from '../../server/core/db.ts';
import { openPostgres } from '../../server/core/postgres/postgres.ts';
import { appUrlOf, migrate } from '../../server/db/migrate.ts';

/** A database of its own for as long as the work takes. */
export async function withDatabase<T>(work: (owner: pg.Client, db: Db) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'seodang-bench-'));
  const postgres = await openPostgres(dataDir, { fsync: false });
  await migrate(postgres.ownerUrl, 'bench-only');
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  const db = openDb(appUrlOf(postgres.ownerUrl, 'bench-only'), 1);
  try {
    return await work(owner, db);
  } finally {
    await db.destroy();
    await owner.end();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
