import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createCall } from '@seodang/contract/call.ts';
import { claimJob, completeJob } from '@seodang/contract/jobs.ts';
import { readConfig } from '../server/core/config.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { openOwner } from '../server/testing/process.ts';

export const workerToken = 'the-runners-of-the-browser-tests';

const callAs = (address: string, id: string, token: string) =>
  createCall((url, init) => {
    const headers = new Headers(init.headers);
    headers.set('x-worker-token', token);
    headers.set('x-worker-id', id);
    return fetch(`${address}/api/v1${url}`, { ...init, headers });
  });

/** What the runner of the system under test reported of an academy's first job comes again, late, and says something else. */
export async function lateResult(academy: string, kind: string): Promise<unknown> {
  const dataDir = process.env.SEODANG_DATA ?? '';
  const owner = await openOwner(dataDir);
  const { rows } = await owner.query(
    `select a.job_id, a.lease_token, j.result from job_attempt a
     join job j on j.id = a.job_id join tenant t on t.id = a.tenant_id
     where t.code = $1 and j.kind = $2 order by a.id limit 1`,
    [academy, kind],
  );
  await owner.end();
  const [{ job_id, lease_token, result }] = rows;
  const { worker } = readSecrets(readConfig({ DATA_DIR: dataDir }));
  return callAs(
    process.env.SEODANG_URL ?? '',
    'late',
    worker,
  )(completeJob, {
    params: { id: Number(job_id) },
    body: { lease_token, result: { ...result, page_count: 1 } },
  });
}

/** A runner's side of the worker protocol, for a runner that must do the wrong thing at the right moment. */
export function runnerCalls(address: string, id: string) {
  const call = callAs(address, id, workerToken);
  const claim = async () => {
    const claimed = await call(claimJob, { body: { kinds: ['video.transcode'] } });
    if (!claimed) throw new Error('there is nothing to do');
    return claimed.job;
  };
  return { call, claim };
}

/** The product's own runner, in a process of its own. */
export function startRunner(address: string, workDir: string, id: string) {
  const program = join(import.meta.dirname, '..', 'runners', 'main.ts');
  const child: ChildProcess = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PARENT_PID: String(process.pid),
      SEODANG_URL: address,
      INTERNAL_WORKER_TOKEN: workerToken,
      WORKER_ID: id,
      WORK_DIR: workDir,
    },
  });
  const ended = once(child, 'exit');
  const { promise: working, resolve } = Promise.withResolvers<void>();
  child.stdout?.setEncoding('utf8').on('data', (lines: string) => {
    if (lines.includes('"job.started"')) resolve();
  });
  return {
    /** Resolves when it has begun to work on its first job. */
    working,
    /** It stands still, and keeps what it has, until it goes on or is killed. */
    freeze: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    /** As the machine would that it runs on when the power fails. */
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
