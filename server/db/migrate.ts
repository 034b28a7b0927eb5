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

/** Plain SQL files, applied in name order, forward only. */
const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const folder = join(import.meta.dirname, 'migrations');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
    const entries = await Promise.all(
      names.sort().map(async (name): Promise<[string, Migration]> => {
        const text = await readFile(join(folder, name), 'utf8');
        return [name, { up: async (db) => void (await sql.raw(text).execute(db)) }];
      }),
    );
    return Object.fromEntries(entries);
  },
};
