import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type S3Options, send } from '#core/storage/s3-client.ts';

const program = join(import.meta.dirname, 'swift-s3.py');
const SECRET = 'a-secret-of-the-tests';

/** The system's Python, for which the package python3-swift is made. */
const PYTHON = '/usr/bin/python3';

/** Whether OpenStack Swift is installed here; tools/system-packages.ts says how to get it. */
export function hasS3Server(): boolean {
  return existsSync('/usr/lib/python3/dist-packages/swift/common/middleware/s3api');
}

/** A server that speaks S3 and checks signatures, with an empty bucket; it ends with us, however we end. */
export async function startS3Server(): Promise<S3Options & { stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-s3-'));
  const child = spawn(PYTHON, [program, folder], {
    env: { ...process.env, S3_TEST_SECRET: SECRET, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const options: S3Options = {
    endpoint: `http://127.0.0.1:${await portOf(child)}`,
    bucket: 'tests',
    region: 'us-east-1',
    access_key_id: 'test:tester',
    secret_access_key: SECRET,
    retry_ms: 1,
  };
  await send(options, { method: 'PUT' });
  return {
    ...options,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const complaints: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) return Number(line);
  throw new Error(`the S3 server did not start:\n${complaints.join('')}`);
}
