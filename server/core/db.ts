import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { BEGIN, isOutdatedPlan, preparingClient } from '#core/prepared.ts';
import type { DB } from '#db/types.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
// A calendar day has no instant: it stays the text that the database holds.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type Db = Kysely<DB> & { readonly pool: pg.Pool };

/** A transaction that sees one tenant: queries name the tenant, and row-level security holds them to it. */
export type Tx = Kysely<DB> & { readonly tenant_id: number };

/** Who has no connection by then is told to try again: what it waits for is then more than it will be given soon. */
const PATIENCE_MS = 20_000;

export function openDb(url: string, connections = 10): Db {
  const pool = surviving(
    new pg.Pool({
      ...{ connectionString: url, max: connections, connectionTimeoutMillis: PATIENCE_MS },
      ...{ Client: preparingClient(), pipeline: true },
    }),
  );
  return Object.assign(new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }), { pool });
}

/**
 * A connection that dies is replaced by the pool, and whoever used it is told by the query. The news besides, which
 * the pool has while a connection is idle and the connection while it is in use, would end the process unheard.
 */
export function surviving(pool: pg.Pool): pg.Pool {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** SQLSTATE classes 08 and 57P, what a socket or the pool says meanwhile, and a migration under a running server. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '', syscall } = error as { code?: string; message?: string; syscall?: string };
  return (
    /^(08|57P)/.test(code) ||
    (code === 'ENOENT' && syscall === 'connect') ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code) ||
    /^Connection terminated|not queryable$|^timeout exceeded when trying to connect$/.test(message) ||
    isOutdatedPlan(error)
  );
}

/** Runs `work` in one transaction that sees only this tenant's rows. Begin and tenant travel with its first statement. */
export function inTenant<T>(db: Db, tenantId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  const id = Math.trunc(tenantId);
  return inTransaction(db, `${BEGIN} set local app.tenant_id = '${id}'`, id, work);
}

const commit = CompiledQuery.raw('commit');

function inTransaction<T>(db: Db, begin: string, tenantId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw(begin));
    try {
      const result = await work(Object.assign(connection, { tenant_id: tenantId }));
      await connection.executeQuery(commit);
      return result;
    } catch (error) {
      await rollback(connection);
      throw error;
    }
  });
}

/** A connection lost in the middle can't roll back; the server already did, and the first error says why. */
async function rollback(connection: Kysely<DB>): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
}

/** What `work` would come to: everything that it wrote, queued or told is taken back, also where it fails. */
export async function rehearsed<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const takeBack = sql.raw('rollback to savepoint rehearsal; release savepoint rehearsal');
  await sql.raw('savepoint rehearsal').execute(tx);
  const outcome = await work().catch(async (error: unknown) => {
    await takeBack.execute(tx).catch(() => {});
    throw error;
  });
  await takeBack.execute(tx);
  return outcome;
}

/** Serialises every transaction of a tenant that names the same thing; held until commit. */
export async function lock(tx: Tx, what: string, id: number | string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.tenant_id}:${what}:${id}`}, 0))`.execute(
    tx,
  );
}

/** The same for several of a kind, in the order of their ids, so that two who want them never wait for each other. */
export async function lockAll(tx: Tx, what: string, ids: readonly number[]): Promise<void> {
  const names = ids.toSorted((a, b) => a - b).map((id) => `${tx.tenant_id}:${what}:${id}`);
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) name`.execute(
    tx,
  );
}
