import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#core/config.ts';

/** What signs and what opens doors: from the environment, or generated once and readable by its owner only. */
export type Secrets = {
  readonly app: string;
  readonly worker: string;
  readonly hls: string;
  readonly storage: string;
  readonly databaseApp: string;
};

export function readSecrets(config: Config): Secrets {
  const root = config.APP_SECRET ?? generated(config.DATA_DIR);
  const derived = (purpose: string) => createHmac('sha256', root).update(purpose).digest('hex');
  return {
    app: derived('tokens'),
    worker: config.INTERNAL_WORKER_TOKEN ?? derived('worker'),
    hls: config.CDN_HLS_SIGNING_SECRET ?? derived('hls'),
    storage: derived('storage'),
    databaseApp: derived('database role'),
  };
}

function generated(dataDir: string): string {
  const folder = join(dataDir, 'secrets');
  const path = join(folder, 'app-secret');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8').trim();
}
