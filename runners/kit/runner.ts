import { rm, statfs } from 'node:fs/promises';
import { claimJob } from '@seodang/contract/jobs.ts';
import { type Handler, type Outcome, runAttempt } from './attempt.ts';
import type { RunnerConfig } from './config.ts';
import type { Log } from './log.ts';
import { type Backoff, pause, waitOf } from './retry.ts';
import { type Call, serverCall } from './server.ts';
import { openRunFolder, removeLeftovers } from './work-folder.ts';

/** How long to wait when there is no work, when there is no server or no room, and when the storage takes no file. */
export type Pace = {
  idle: { first_ms: number; most_ms: number };
  trouble: { first_ms: number; most_ms: number };
  storage: Backoff;
};
const usual: Pace = {
  idle: { first_ms: 250, most_ms: 3_000 },
  trouble: { first_ms: 500, most_ms: 15_000 },
  storage: { first_ms: 300, most_ms: 15_000, tries: 10 },
};
/** Looks at the disk, from when it was found full, before a job is tried again all the same. */
const glances = 10;

export type Runner = {
  /** Stops claiming, gives back what is in work, removes the files. Resolves when all of that is done. */
  stop(): Promise<void>;
};

/** Claims jobs of the handlers' kinds and works on them, `WORKER_CONCURRENCY` at once, until stopped. */
export async function startRunner(
  config: RunnerConfig,
  handlers: Record<string, Handler>,
  log: Log,
  pace: Pace = usual,
): Promise<Runner> {
  const removed = await removeLeftovers(config.WORK_DIR);
  const run_folder = await openRunFolder(config.WORK_DIR);
  const call = serverCall(config);
  const shutdown = new AbortController();
  const kinds = Object.keys(handlers);
  log('runner.started', {
    kinds: kinds.join(','),
    concurrency: config.WORKER_CONCURRENCY,
    leftovers_removed: removed,
  });
  const places = Array.from({ length: config.WORKER_CONCURRENCY }, () =>
    claimLoop({ call, handlers, kinds, run_folder, shutdown: shutdown.signal, log, pace }),
  );
  return {
    async stop() {
      shutdown.abort();
      await Promise.all(places);
      await rm(run_folder, { recursive: true, force: true });
      log('runner.stopped');
    },
  };
}

type Place = {
  call: Call;
  handlers: Record<string, Handler>;
  kinds: string[];
  run_folder: string;
  shutdown: AbortSignal;
  log: Log;
  pace: Pace;
};

async function claimLoop(place: Place): Promise<void> {
  const { shutdown, pace, log } = place;
  let idle = 0;
  let troubles = 0;
  while (!shutdown.aborted) {
    try {
      const outcome = await claimOnce(place);
      troubles = 0;
      idle = outcome ? 0 : idle + 1;
      if (outcome === 'no_room') await untilRoomier(place);
    } catch (error) {
      if (shutdown.aborted) return;
      troubles++;
      if (troubles === 1)
        log('server.trouble', { message: error instanceof Error ? error.message : 'unknown' });
    }
    const wait =
      troubles > 0 ? waitOf(pace.trouble, troubles - 1) : idle > 0 ? waitOf(pace.idle, idle - 1) : 0;
    await pause(wait, shutdown).catch(() => undefined);
  }
}

/** A full disk would fail one job after the other: they are left to other runners until this one has more room. */
async function untilRoomier({ run_folder, shutdown, pace, log }: Place): Promise<void> {
  const free = await freeBytesOf(run_folder);
  log('disk.full', { free });
  for (let glance = 0; glance < glances && (await freeBytesOf(run_folder)) <= free; glance++) {
    await pause(waitOf(pace.trouble, glance), shutdown);
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function claimOnce(place: Place): Promise<Outcome | undefined> {
  const { call, handlers, kinds, run_folder, shutdown, log, pace } = place;
  // Not cancelled by the shutdown: a reply that is on its way may hold a job, which then has to be given back.
  const reply = await call(claimJob, { body: { kinds } });
  if (!reply) return undefined;
  const handler = handlers[reply.job.kind];
  if (!handler) throw new Error('claimed a job of a kind that was not asked for');
  return runAttempt({ call, job: reply.job, handler, run_folder, shutdown, log, storage: pace.storage });
}
