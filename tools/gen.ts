import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { migrate } from '../server/db/migrate.ts';
import { documents } from './gen/documents.ts';
import { fromDatabase } from './gen/from-database.ts';

/** Writes every generated file anew, from the code and from the migrations on a fresh database. */
const dataDir = await mkdtemp(join(tmpdir(), 'seodang-gen-'));
const postgres = await openPostgres(dataDir, { fsync: false });
try {
  await migrate(postgres.ownerUrl, 'reads-nothing');
  const files = { ...(await documents()), ...(await fromDatabase(postgres.ownerUrl)) };
  for (const [path, text] of Object.entries(files))
    await writeFile(join(import.meta.dirname, '..', path), text);
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
