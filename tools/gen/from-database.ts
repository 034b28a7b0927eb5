import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { dumpSchema } from './schema.ts';

/** The generated files that follow from a migrated database: path from the checkout, and what it should hold. */
export async function fromDatabase(ownerUrl: string): Promise<Record<string, string>> {
  return {
    'server/db/schema.sql': await schema(ownerUrl),
    'server/db/types.ts': await types(ownerUrl),
  };
}

async function schema(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
}

async function types(ownerUrl: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-types-'));
  const out = join(folder, 'types.ts');
  const kinds = ['--numeric-parser=number', '--date-parser=string', '--type-mapping={"int8":"number"}'];
  const tables = ['--default-schema=public', '--include-pattern=public.*'];
  try {
    const options = ['--dialect=postgres', `--url=${ownerUrl}`, `--out-file=${out}`, ...tables, ...kinds];
    await promisify(execFile)('kysely-codegen', options);
    return await readFile(out, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}
