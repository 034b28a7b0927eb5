import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTenant, isDatabaseAway } from '#core/db.ts';
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
