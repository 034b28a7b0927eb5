import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerRole, prepareCluster } from '#core/postgres/cluster.ts';
import { type Postmaster, startPostmaster, stopPostmaster } from '#core/postgres/postmaster.ts';
import { migrate } from '#db/migrate.ts';

/** A PostgreSQL that a test may stop and start again, which comes back at the same address. */
export async function openOwnDatabase(appPassword: string) {
  const home = await mkdtemp(join(tmpdir(), 'seodang-own-'));
  const cluster = await prepareCluster(home, false);
  let server: Postmaster = await startPostmaster(cluster);
  const { port } = server;
  const ownerUrl = `postgres://${ownerRole}:${cluster.password}@127.0.0.1:${port}/postgres`;
  await migrate(ownerUrl, appPassword);
  const stop = () => stopPostmaster(server, cluster);
  const start = async () => {
    server = await startPostmaster(cluster, port);
  };
  const remove = async () => {
    await stop();
    await rm(home, { recursive: true });
  };
  return { ownerUrl, stop, start, remove };
}
