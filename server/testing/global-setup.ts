import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { readConfig } from '#core/config.ts';
import { openPostgres } from '#core/postgres/postgres.ts';
import { readSecrets } from '#core/secrets.ts';
import { migrate } from '#db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string;
    dataDir: string;
    /** Where live playbacks are kept, if not in PostgreSQL. */
    playbacksIn?: 'redis';
  }
}

const TEMPLATE = 'template_seodang';

/** One cluster a run, one migrated template; each test file clones the template. */
export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), 'seodang-test-'));
  const server = await openPostgres(dataDir, { fsync: false });
  const admin = new pg.Client({ connectionString: server.ownerUrl });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new URL(server.ownerUrl);
  template.pathname = `/${TEMPLATE}`;
  const { databaseApp } = readSecrets(
    readConfig({ DATA_DIR: dataDir, APP_SECRET: 'a-secret-of-the-tests-only-0123456789' }),
  );
  await migrate(template.href, databaseApp);
  project.provide('ownerUrl', server.ownerUrl);
  project.provide('dataDir', dataDir);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
