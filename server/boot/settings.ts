import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, readConfig } from '#core/config.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** The settings of the environment and of `.env` in the checkout, from which DATA_DIR is told. */
export function readSettings(): Config {
  const env = join(checkout, '.env');
  if (existsSync(env)) process.loadEnvFile(env);
  const config = readConfig();
  return { ...config, DATA_DIR: resolve(checkout, config.DATA_DIR) };
}
