import { join } from 'node:path';
import type { Config } from '#core/config.ts';
import type { App } from '#core/http.ts';
import type { Part } from '#core/readiness.ts';
import type { Secrets } from '#core/secrets.ts';
import { diskRoutes } from './disk.routes.ts';
import { isDisk, openDisk } from './disk.ts';
import { openS3 } from './s3.ts';
import type { Storage } from './storage.ts';

const RESERVE_BYTES = 512 * 1024 * 1024;
const HOUR_MS = 3_600_000;
/** As long as an interrupted upload can be gone on with. */
const ABANDONED_AFTER_MS = 7 * 24 * HOUR_MS;

/** The storage that the settings name: S3 when there is an endpoint, else a folder below DATA_DIR. */
export function openStorage(config: Config, secrets: Pick<Secrets, 'storage'>, clock: () => Date): Storage {
  if (config.S3_ENDPOINT) return openS3({ ...s3OptionsOf(config, config.S3_ENDPOINT), clock });
  const root = join(config.DATA_DIR, 'storage');
  return openDisk({ root, secret: secrets.storage, clock, reserve_bytes: RESERVE_BYTES });
}

/** Adds the routes behind a folder's signed addresses; other storages serve their own. */
export async function serveStorage(app: App, storage: Storage): Promise<void> {
  if (isDisk(storage)) await app.register(diskRoutes, { storage });
}

export function storagePart(storage: Storage): Part {
  return {
    name: 'storage',
    check: async () => {
      await storage.list('readiness/');
      const free = await storage.freeBytes();
      if (free !== undefined && free < RESERVE_BYTES) throw new Error('the disk is almost full');
      return { state: 'ok', detail: free === undefined ? 'S3' : `folder, ${Math.floor(free / 1e9)} GB free` };
    },
  };
}

function s3OptionsOf(config: Config, endpoint: string) {
  const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  if (!S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY)
    throw new Error('S3_ENDPOINT needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.');
  return {
    endpoint,
    bucket: config.S3_BUCKET,
    region: config.S3_REGION,
    access_key_id: S3_ACCESS_KEY_ID,
    secret_access_key: S3_SECRET_ACCESS_KEY,
  };
}

/** Clears now and every hour what killed processes and forgotten uploads left; what fails is tried again then. */
export function keepTidy(storage: Storage): () => Promise<void> {
  let working: Promise<unknown> = Promise.resolve();
  const tidy = () => {
    working = storage.removeAbandoned(new Date(Date.now() - ABANDONED_AFTER_MS)).catch(() => {});
  };
  tidy();
  const timer = setInterval(tidy, HOUR_MS);
  return async () => {
    clearInterval(timer);
    await working;
  };
}
