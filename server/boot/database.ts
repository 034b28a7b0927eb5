import type { Config } from '#core/config.ts';
import { openPostgres } from '#core/postgres/postgres.ts';
import type { Running } from './running.ts';

/** The address of the database for its owner: the one of the settings, or the embedded one, started here. */
export async function openDatabase(config: Config, running: Running): Promise<string> {
  if (config.DATABASE_URL) return config.DATABASE_URL;
  const postgres = await openPostgres(config.DATA_DIR, { onDown: running.fail });
  running.onStop(() => postgres.stop());
  running.onKill(() => postgres.kill());
  return postgres.ownerUrl;
}
