import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSeodang } from '../server/testing/process.ts';

/** The real system, once for the whole run, on an empty data folder and a free port. */
export default async function startSystem(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'seodang-e2e-'));
  const set = { DEMO: 'true', TRUST_PROXY: 'true', PUSH_CONTACT: 'mailto:admin@school.example' };
  const server = await startSeodang(dataDir, set);
  process.env.SEODANG_URL = server.address;
  process.env.SEODANG_DATA = dataDir;
  return async () => {
    server.signal('SIGTERM');
    await server.ended;
    await rm(dataDir, { recursive: true, force: true });
  };
}
