import type { Writable } from 'node:stream';
import { sql } from 'kysely';
import type pg from 'pg';
import { expect, test, vi } from 'vitest';
import { inTenant, isDatabaseAway, openDb, rehearsed } from '#core/db.ts';
import { BEGIN } from '#core/prepared.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('a statement that is run often is planned once for each connection', async () => {
  const { pool } = kit.db;
  const text = 'select count(*) from tenant where id = $1';
  const client = await pool.connect();
  for (let n = 0; n < 25; n += 1) await client.query(text, [n]);
  const { rows } = await client.query('select statement from pg_prepared_statements where statement = $1', [
    text,
  ]);
  client.release();
  expect(rows).toHaveLength(1);
});

test('after a migration under a running server one answer is "try again", and the next one is right', async () => {
  await kit.owner.query(
    'create table probe (id int); insert into probe values (1); grant select on probe to seodang_app',
  );
  const read = () => sql`select * from probe where id = ${1}`.execute(kit.db);
  for (let n = 0; n < 25; n += 1) await read();
  await kit.owner.query('alter table probe add column name text');
  const error = await read().catch((error: unknown) => error);
  expect(isDatabaseAway(error)).toBe(true);
  expect((await read()).rows).toEqual([{ id: 1, name: null }]);
});

test('a transaction whose first statement fails changes nothing, and its connection goes on', async () => {
  const failed = inTenant(kit.db, 7, (tx) => sql`select 1 / 0`.execute(tx));
  await expect(failed).rejects.toThrow('division by zero');
  const tenant = sql<{ id: number | null }>`select app.tenant_id() as id`;
  expect((await inTenant(kit.db, 7, (tx) => tenant.execute(tx))).rows).toEqual([{ id: 7 }]);
  expect((await tenant.execute(kit.db)).rows).toEqual([{ id: null }]);
});

test('a transaction travels with its first statement, and one that asks nothing leaves nothing open', async () => {
  const { pool } = kit.db;
  const client = await pool.connect();
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  const packets = vi.spyOn(stream, '_writev' as 'write');
  const single = vi.spyOn(stream, '_write' as 'write');
  await client.query(`${BEGIN} set local app.tenant_id = '7'`);
  const { rows } = await client.query('select app.tenant_id() as id, $1::int as n', [1]);
  expect({ rows, packets: packets.mock.calls.length + single.mock.calls.length }).toEqual({
    rows: [{ id: 7, n: 1 }],
    packets: 1,
  });
  packets.mockRestore();
  single.mockRestore();
  await client.query('commit');
  await client.query(`${BEGIN} set local app.tenant_id = '7'`);
  await client.query('commit');
  expect((await client.query('select app.tenant_id() as id')).rows).toEqual([{ id: null }]);
  client.release();
});

test.each([
  { where: 'before its first statement', statements: 0 },
  { where: 'between two statements', statements: 1 },
])('a transaction whose connection dies $where is to be tried again', async ({ statements }) => {
  const acquired = new Promise<pg.PoolClient>((resolve) => kit.db.pool.once('acquire', resolve));
  const lost = inTenant(kit.db, 7, async (tx) => {
    for (let n = 0; n < statements; n += 1) await sql`select 1`.execute(tx);
    const client = await acquired;
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    const { processID } = client as unknown as { processID: number };
    await kit.owner.query('select pg_terminate_backend($1)', [processID]);
    await ended;
    await sql`select 2`.execute(tx);
  });
  expect(isDatabaseAway(await lost.catch((error: unknown) => error))).toBe(true);
});

test('where no transaction begins nothing is answered as if there were one, and the connection is given up', async () => {
  const client = await kit.db.pool.connect();
  await client.query(`${BEGIN} set nothing`);
  const told = (text: string) =>
    client.query(text, [1]).then(
      ({ rows }) => rows,
      (error: unknown) => isDatabaseAway(error),
    );
  expect(await told('select $1::int as n')).toBe(true);
  expect(await told('select $1::int as m')).toBe(true);
  client.release();
});

test('a rehearsal that fails leaves nothing behind, and what comes after it goes on', async () => {
  const setting = sql<{ value: string }>`select current_setting('app.rehearsed', true) as value`;
  const { rows } = await inTenant(kit.db, 7, async (tx) => {
    const failed = rehearsed(tx, async () => {
      await sql`select set_config('app.rehearsed', 'yes', true)`.execute(tx);
      await sql`select 1 / 0`.execute(tx);
    });
    await expect(failed).rejects.toThrow('division by zero');
    return setting.execute(tx);
  });
  expect(rows[0]?.value).not.toBe('yes');
});

test('who is given no connection in time is told to try again, and a place in the row is not lost', async () => {
  const db = openDb(kit.ownerUrl, 1);
  const holder = await db.pool.connect();
  expect(db.pool.options.connectionTimeoutMillis).toBe(20_000);
  db.pool.options.connectionTimeoutMillis = 1;
  const error = await db.pool.query('select 1').catch((error: unknown) => error);
  expect(isDatabaseAway(error)).toBe(true);
  holder.release();
  expect((await db.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});
