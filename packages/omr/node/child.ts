import { type ChildProcess, fork } from 'node:child_process';
import type { z } from 'zod';

/** Why a child gives no answer; `not_started` is the fault of the machine, never of what the child was given. */
export class ChildTrouble extends Error {
  override name = 'ChildTrouble';
  readonly why: 'ended' | 'late' | 'nonsense' | 'not_started';
  constructor(why: ChildTrouble['why'], message: string = why) {
    super(message);
    this.why = why;
  }
}

type Wish<Answer> = {
  program: string;
  args?: readonly string[];
  env?: Record<string, string>;
  /** What it reads from its standard input, as a whole. */
  input?: Uint8Array;
  answer: z.ZodType<Answer>;
  /** How long it may take until it speaks for the first time. */
  start_ms: number;
  signal?: AbortSignal | undefined;
};

export type Child<Answer> = {
  /** What it says by itself once it is ready. */
  first: Promise<Answer>;
  /** One question at a time. Throws `ChildTrouble`, or the reason of the signal. */
  ask(question: string, within_ms: number): Promise<Answer>;
  /** Ends it, whatever it is doing, and waits until it is gone. */
  close(): Promise<void>;
};

function start({ program, args = [], env = {}, input }: Wish<unknown>): ChildProcess {
  const child = fork(program, args, {
    ...{ execArgv: [], env, serialization: 'advanced' },
    stdio: [input ? 'pipe' : 'ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A child that ends before it has read everything is heard of by its end.
  child.stdin?.on('error', () => undefined).end(input);
  return child;
}

/** A process of its own for work that may take for ever, crash or eat memory; it answers one question after the other. */
export function openChild<Answer>(wish: Wish<Answer>): Child<Answer> {
  const { signal } = wish;
  const child = start(wish);
  const gone = Promise.withResolvers<never>();
  const over = Promise.withResolvers<void>();
  // Heard by who asks; a child that nobody asks any more is missed by nobody.
  gone.promise.catch(() => undefined);
  const onAbort = () => gone.reject(signal?.reason);
  let pending = Promise.withResolvers<unknown>();
  child.on('message', (message) => pending.resolve(message));
  child.on('exit', (code, by) => {
    gone.reject(new ChildTrouble('ended', `the reader ended with ${by ?? code}`));
    over.resolve();
  });
  child.on('error', (error) => {
    gone.reject(new ChildTrouble(child.pid ? 'ended' : 'not_started', error.message));
    if (!child.pid) over.resolve();
  });
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();

  const answered = async (within_ms: number): Promise<Answer> => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new ChildTrouble('late', 'took too long')), within_ms);
    const said = await Promise.race([pending.promise, gone.promise, late.promise]).finally(() =>
      clearTimeout(timer),
    );
    const { success, data } = wish.answer.safeParse(said);
    if (!success) throw new ChildTrouble('nonsense');
    return data;
  };
  const first = answered(wish.start_ms);
  first.catch(() => undefined);
  return {
    first,
    ask(question, within_ms) {
      pending = Promise.withResolvers<unknown>();
      child.send(question, (error) => error && gone.reject(new ChildTrouble('ended', error.message)));
      return answered(within_ms);
    },
    async close() {
      signal?.removeEventListener('abort', onAbort);
      child.kill('SIGKILL');
      await over.promise;
    },
  };
}
