import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { appUrlOf } from '#db/migrate.ts';
import { academy } from '#testing/factories.ts';
import { type Furnished, furnish, tenantTables } from '#testing/furnish.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
let ours: Furnished;
let stranger: number;
let tables: string[];

beforeAll(async () => {
  ours = await furnish(kit, await academy(kit), 'tenancy');
  stranger = (await academy(kit)).tenant_id;
  tables = await tenantTables(kit.owner);
});

/** Raw SQL of the application's role, in whatever tenant it likes to be: layer two has to hold alone. */
async function asApp<T>(tenant: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: appUrlOf(kit.ownerUrl, kit.secrets.databaseApp) });
  await client.connect();
  try {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function namesOf(sql: string): Promise<string[]> {
  const { rows } = await kit.owner.query<{ name: string }>(sql);
  return rows.map(({ name }) => name);
}

test('every table of a tenant has a row to hide', async () => {
  expect(tables.length).toBeGreaterThan(20);
  for (const table of tables) {
    const { rows } = await kit.owner.query(`select 1 from ${table} where tenant_id = $1`, [
      ours.school.tenant_id,
    ]);
    expect(rows.length, table).toBeGreaterThan(0);
  }
});

test.each(['stranger', 'nobody'])(
  'raw SQL of the application as %s sees, changes and deletes nothing of ours',
  async (who) => {
    await asApp(who === 'stranger' ? String(stranger) : '', async (client) => {
      for (const table of tables) {
        for (const sql of [
          `select 1 from ${table} where tenant_id = $1`,
          `update ${table} set tenant_id = tenant_id where tenant_id = $1 returning 1`,
          `delete from ${table} where tenant_id = $1 returning 1`,
        ]) {
          const touched = await client.query(sql, [ours.school.tenant_id]).then(
            ({ rows }) => rows.length,
            ({ code }) => code,
          );
          expect([0, '42501'], `${table}: ${sql}`).toContain(touched);
        }
      }
      const { rows } = await client.query('select id from tenant where id = $1', [ours.school.tenant_id]);
      expect(rows).toEqual([]);
    });
  },
);

test('no row is smuggled into another academy', async () => {
  await asApp(String(stranger), async (client) => {
    const smuggled = client.query(`insert into lecture (tenant_id, title) values ($1, 'x')`, [
      ours.school.tenant_id,
    ]);
    await expect(smuggled).rejects.toMatchObject({ code: '42501' });
  });
  const loose = await namesOf(`
    select p.polrelid::regclass::text as name from pg_policy p
    where p.polcmd = '*' and p.polwithcheck is null and p.polrelid <> 'tenant'::regclass`);
  expect(loose).toEqual([]);
});

/** Work of the system for every academy, which only functions of the owner reach. */
const acrossTenants = ['playback_change'];

test('every table of a tenant is protected, also from its owner', async () => {
  const open = await namesOf(`
    select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped
      and not (c.relrowsecurity and c.relforcerowsecurity)
      and not (c.relispartition and not has_table_privilege('seodang_app', c.oid, 'select, insert, update, delete'))`);
  expect(open).toEqual(acrossTenants);
  for (const table of acrossTenants) {
    const text = `select has_table_privilege('seodang_app', $1, 'select, insert, update, delete') as reachable`;
    expect((await kit.owner.query(text, [table])).rows).toEqual([{ reachable: false }]);
  }
});

test('tables of tenants refer to each other by tenant and id', async () => {
  const loose = await namesOf(`
    select k.conrelid::regclass || '.' || k.conname as name from pg_constraint k
    where k.contype = 'f' and k.confrelid <> 'tenant'::regclass
      and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'tenant_id')
      and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'tenant_id')
      and not exists (
        select from unnest(k.conkey, k.confkey) as pair (own, theirs)
        join pg_attribute o on o.attrelid = k.conrelid and o.attnum = pair.own
        join pg_attribute t on t.attrelid = k.confrelid and t.attnum = pair.theirs
        where o.attname = 'tenant_id' and t.attname = 'tenant_id')`);
  expect(loose).toEqual([]);
});

test('nothing on record goes because a session, a video, an enrollment or an exam goes', async () => {
  expect(
    await namesOf(`
      select conrelid::regclass || '.' || conname as name from pg_constraint
      where contype = 'f' and confdeltype not in ('a', 'r') and confrelid in ('class_session'::regclass, 'video'::regclass,
        'enrollment'::regclass, 'playback_session'::regclass, 'exam'::regclass, 'submission'::regclass)`),
  ).toEqual([]);
});

test('views see with the eyes of who asks, and the application owns nothing', async () => {
  const blind = await namesOf(`
    select c.oid::regclass::text as name from pg_class c
    where c.relkind in ('v', 'm') and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
      and not coalesce('security_invoker=true' = any(c.reloptions), false)
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`);
  expect(blind).toEqual([]);
  expect(
    await namesOf(`select relname as name from pg_class where relowner = 'seodang_app'::regrole`),
  ).toEqual([]);
});
