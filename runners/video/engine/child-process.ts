import { type ChildProcess, spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { searchPath } from '../../kit/config.ts';

export type EngineTrouble = 'failed' | 'timed_out' | 'out_of_limits';

/** The engine ended without doing its work; `said` is the end of what it wrote about that. */
export class EngineFailure extends Error {
  readonly trouble: EngineTrouble;
  readonly said: string;
  constructor(trouble: EngineTrouble, said: string) {
    super(`engine ${trouble}: ${said}`);
    this.name = 'EngineFailure';
    this.trouble = trouble;
    this.said = said;
  }
}

export type EngineProcess = {
  /** One per output without a path, in order. */
  pipes: Readable[];
  stdout: Readable;
  /** Resolves when the child ended well; rejects with EngineFailure or the signal's reason. */
  done: Promise<void>;
};

type Start = {
  command: string[];
  pipes: number;
  /** Opened for the child behind the pipes, in order; it needs no rights of its own on the way to them. */
  files: FileHandle[];
  wall_seconds: number;
  signal: AbortSignal;
};

const most_said = 2_000;
export const first_pipe = 3;

/** Starts an engine with pipes from fd 3 on. It is killed, not asked, when the signal or the clock says so. */
export function startProcess({ command, pipes, files, wall_seconds, signal }: Start): EngineProcess {
  signal.throwIfAborted();
  const [file = '', ...args] = command;
  const handles = files.map(({ fd }) => fd);
  const outputs = Array.from({ length: pipes }, () => 'pipe' as const);
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...outputs, ...handles],
    // Nothing of our environment: media that takes over the child must not find the runner's token.
    env: { PATH: searchPath, LANG: 'C.UTF-8' },
  });
  return {
    pipes: child.stdio.slice(first_pipe, first_pipe + pipes).map((pipe) => pipe as Readable),
    stdout: child.stdout as Readable,
    done: endOf(child, wall_seconds, signal),
  };
}

async function endOf(child: ChildProcess, wall_seconds: number, signal: AbortSignal): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-most_said);
  });
  let timed_out = false;
  const kill = () => child.kill('SIGKILL');
  const timer = setTimeout(() => {
    timed_out = true;
    kill();
  }, wall_seconds * 1000);
  signal.addEventListener('abort', kill, { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<[code: number | null, by: string | null]>();
  child.once('error', reject);
  child.once('close', (code, by) => resolve([code, by]));
  try {
    const [code, by] = await promise;
    if (by === 'SIGKILL') signal.throwIfAborted();
    if (timed_out) throw new EngineFailure('timed_out', said);
    if (code !== 0)
      throw new EngineFailure(isLimit(by, said) ? 'out_of_limits' : 'failed', `${by ?? code} ${said}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

/** The kernel ended it for its CPU time or its files, or gave it no more memory. */
function isLimit(by: string | null, said: string): boolean {
  return (
    (by !== null && ['SIGXCPU', 'SIGXFSZ', 'SIGKILL'].includes(by)) || said.includes('Cannot allocate memory')
  );
}
