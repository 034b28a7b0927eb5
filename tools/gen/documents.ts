import { tmpdir } from 'node:os';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/core/config.ts';
import { openDb } from '../../server/core/db.ts';
import { LiveFeed } from '../../server/core/live.ts';
import type { Platform } from '../../server/core/platform.ts';
import { readSecrets } from '../../server/core/secrets.ts';
import { openStorage } from '../../server/core/storage/open.ts';
import { envExample } from './env-example.ts';

/** The generated files that follow from code alone: path from the checkout, and what it should hold. */
export async function documents(): Promise<Record<string, string>> {
  const platform = withoutDatabase();
  const app = await buildApp(platform);
  const openApi = app.swagger();
  await app.close();
  await platform.db.destroy();
  return {
    '.env.example': envExample(),
    'packages/contract/openapi.json': `${JSON.stringify(openApi, byName, 2)}\n`,
  };
}

/** Paths and schemas by name: the order in which modules happen to load must not show. */
function byName(key: string, value: unknown): unknown {
  if ((key !== 'paths' && key !== 'schemas') || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Enough to declare routes; nothing connects anywhere before it is asked to. */
function withoutDatabase(): Platform {
  const config = readConfig({
    DATA_DIR: tmpdir(),
    APP_SECRET: 'declares-routes-and-signs-nothing',
    LOG_LEVEL: 'error',
  });
  const secrets = readSecrets(config);
  const nowhere = 'postgres://127.0.0.1:1/none';
  const clock = () => new Date();
  return {
    config,
    secrets,
    db: openDb(nowhere),
    live: new LiveFeed(nowhere),
    storage: openStorage(config, secrets, clock),
    clock,
  };
}
