import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../server/app.ts';
import { Running } from '../server/boot/running.ts';
import { openPlatform } from '../server/boot/start.ts';
import { readConfig } from '../server/core/config.ts';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { appUrlOf, migrate } from '../server/db/migrate.ts';
import { generatedFiles } from './gen/files.ts';

/** Writes every generated file anew, from the migrations on a fresh database and from the routes. */
const dataDir = await mkdtemp(join(tmpdir(), 'seodang-gen-'));
const running = new Running();
try {
  const config = readConfig({ DATA_DIR: dataDir });
  const { databaseApp } = readSecrets(config);
  const postgres = await openPostgres(dataDir, { fsync: false });
  running.onStop(() => postgres.stop());
  await migrate(postgres.ownerUrl, databaseApp);
  const platform = await openPlatform(config, appUrlOf(postgres.ownerUrl, databaseApp), running);
  const app = await buildApp(platform);
  const files = await generatedFiles({ ownerUrl: postgres.ownerUrl, openApi: app.swagger() });
  for (const [path, text] of Object.entries(files))
    await writeFile(join(import.meta.dirname, '..', path), text);
  await app.close();
} finally {
  await running.stop(Promise.resolve());
  await rm(dataDir, { recursive: true, force: true });
}
