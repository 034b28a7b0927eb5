import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Config, surroundings } from '#core/config.ts';
import type { Secrets } from '#core/secrets.ts';
import type { Running } from './running.ts';

const program = join(import.meta.dirname, '..', '..', 'runners', 'main.ts');
const backoff_ms = { first: 500, most: 30_000 };
const healthy_ms = 60_000;
const patience_ms = 10_000;
/**
 * Pictures come and go in many threads, and each would keep a heap of its own. Measured while it reads 50 sheets: 255 to 315 MB
 * without these two, 190 MB with them.
 */
const sparing = { args: ['--max-semi-space-size=4'], env: { MALLOC_ARENA_MAX: '2' } };

export type RunnerSettings = { config: Config; secrets: Secrets; server: string; env: NodeJS.ProcessEnv };

/**
 * Keeps a runner going in a process of its own: a crash in a codec must not touch the API. It has its own process
 * group, so that Ctrl-C reaches it through us, in order, and so that what it started can be ended with it.
 */
export function keepRunner(given: RunnerSettings, running: Running): void {
  let child = launch(given, 'w');
  let stopping = false;
  const keep = async () => {
    for (let wait = backoff_ms.first; !stopping; wait = Math.min(wait * 2, backoff_ms.most)) {
      const started = Date.now();
      await ended(child);
      killGroup(child);
      if (stopping) return;
      if (Date.now() - started > healthy_ms) wait = backoff_ms.first;
      await setTimeout(wait, undefined, { ref: false });
      if (!stopping) child = launch(given, 'a');
    }
  };
  void keep();
  running.onKill(() => killGroup(child));
  running.onStop(async () => {
    stopping = true;
    child.kill('SIGTERM');
    await Promise.race([ended(child), setTimeout(patience_ms, undefined, { ref: false })]);
    killGroup(child);
  });
}

function launch({ config, secrets, server, env }: RunnerSettings, log_flags: 'w' | 'a'): ChildProcess {
  const logs = join(config.DATA_DIR, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const log = openSync(join(logs, 'runner.log'), log_flags, 0o600);
  const child = spawn(process.execPath, [...sparing.args, program], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      ...surroundings(env),
      ...sparing.env,
      SEODANG_URL: server,
      INTERNAL_WORKER_TOKEN: secrets.worker,
      WORK_DIR: join(config.DATA_DIR, 'runner'),
      WORKER_CONCURRENCY: String(config.RUNNER_CONCURRENCY),
      EARLY_FROM_SECONDS: String(config.EARLY_FROM_SECONDS),
    },
  });
  closeSync(log);
  child.on('error', () => {});
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid) await once(child, 'exit');
}

function killGroup({ pid }: ChildProcess): void {
  if (!pid) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}
