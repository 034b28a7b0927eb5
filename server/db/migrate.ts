import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Finding } from '#core/examination.ts';

const APP_ROLE = 'seodang_app';

/** The same database as `ownerUrl`, entered as the role that owns nothing and can't get around row-level security. */
export function appUrlOf(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = APP_ROLE;
  url.password = password;
  return url.href;
}

/** Brings a database to this version: role, graphile-worker's schema, our migrations. Safe to run by several at once. */
export async function migrate(ownerUrl: string, appPassword: string): Promise<void> {
  const db = openAsOwner(ownerUrl);
  try {
    await mustBeOurs(db);
    await ensureAppRole(db, appPassword);
    await runMigrations({ connectionString: ownerUrl });
    const { error } = await new Migrator({ db, provider: sqlFiles }).migrateToLatest();
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

/** Whether the database is of this release; changes nothing. */
export async function examineMigrations(ownerUrl: string): Promise<Finding[]> {
  const db = openAsOwner(ownerUrl);
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    const ours = Object.keys(await sqlFiles.getMigrations());
    const missing = ours.filter((name) => !rows.some((row) => row.name === name));
    const foreign = rows.filter(({ name }) => !ours.includes(name));
    return [
      ...missing.map((name) => ({
        what: `migration ${name} was not applied`,
        mend: 'start Seodang once: it brings the database to this release',
      })),
      ...foreign.map(({ name }) => ({
        what: `migration ${name} is of another release`,
        mend: 'run the release that this database was last used with, or a newer one',
      })),
    ];
  } finally {
    await db.destroy();
  }
}

/** Changed migrations are applied to no database that has them already: it would lack what the programs expect. */
async function mustBeOurs(db: Kysely<unknown>): Promise<void> {
  const applied = await sql<{ name: string; sha256: string | null }>`
    select m.name, t.sha256 from kysely_migration m left join app.migration_text t on t.name = m.name`
    .execute(db)
    .then(({ rows }) => rows)
    .catch((error: { code?: string }) => {
      if (error.code === UNDEFINED_TABLE || error.code === UNDEFINED_SCHEMA) return undefined;
      throw error;
    });
  const ours = new Map((await readTexts()).map(({ name, sha256 }) => [name, sha256]));
  const other = applied
    ? applied.find(({ name, sha256 }) => ours.has(name) && ours.get(name) !== sha256)?.name
    : await firstApplied(db);
  if (other === undefined) return;
  throw new Error(
    `The database was made by an unreleased state of Seodang: its migration ${other} is not the one of this ` +
      'state. Nothing was changed. Start the state that made it, or begin anew with another DATA_DIR (or ' +
      'DATABASE_URL).',
  );
}

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_SCHEMA = '3F000';

/** Of a database that does not know the texts of its migrations; undefined for an empty one. */
async function firstApplied(db: Kysely<unknown>): Promise<string | undefined> {
  const { rows } = await sql<{ is_there: boolean }>`
    select to_regclass('kysely_migration') is not null as is_there`.execute(db);
  if (!rows[0]?.is_there) return undefined;
  const applied = await sql<{
    name: string;
  }>`select name from kysely_migration order by name limit 1`.execute(db);
  return applied.rows[0]?.name;
}

function openAsOwner(ownerUrl: string): Kysely<unknown> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}

async function ensureAppRole(db: Kysely<unknown>, password: string): Promise<void> {
  const settings = sql.raw(
    `login nosuperuser nobypassrls nocreatedb nocreaterole password '${password.replaceAll("'", "''")}'`,
  );
  const { rows } = await sql`select from pg_roles where rolname = ${APP_ROLE}`.execute(db);
  const verb = sql.raw(rows.length === 0 ? 'create' : 'alter');
  await sql`${verb} role ${sql.raw(APP_ROLE)} ${settings}`.execute(db);
}

type Text = { name: string; text: string; sha256: string };

async function readTexts(): Promise<Text[]> {
  const folder = join(import.meta.dirname, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** Plain SQL files, applied in name order, forward only; which text it was is kept with each. */
const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const entries = (await readTexts()).map(({ name, text, sha256 }): [string, Migration] => {
      const up = async (db: Kysely<unknown>) => {
        await sql.raw(text).execute(db);
        await sql`create table if not exists app.migration_text (name text primary key, sha256 text not null)`.execute(
          db,
        );
        await sql`insert into app.migration_text (name, sha256) values (${name}, ${sha256})`.execute(db);
      };
      return [name, { up }];
    });
    return Object.fromEntries(entries);
  },
};
