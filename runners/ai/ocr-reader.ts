import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { searchPath } from '../kit/config.ts';
import { JobFailure } from '../kit/failure.ts';

const Bounds = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const Word = z.object({ text: z.string(), confidence: z.number(), bbox: Bounds });
const Said = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ lines: z.array(Word.extend({ words: z.array(Word) })) }),
  z.object({ error: z.string() }),
]);
type Said = z.infer<typeof Said>;
/** A line as the engine reports it: pixels, and confidence in percent. */
export type RawLine = Extract<Said, { lines: unknown }>['lines'][number];

const program = fileURLToPath(new URL('./ocr-child.ts', import.meta.url));
const page_ms = 300_000;

/**
 * Reads print in a process of its own: its 200 MB are there while somebody reads and gone with `close`. Fails with
 * `ocr_failed` where a page takes too long or the process dies.
 */
export function openReader(folder: string, signal: AbortSignal) {
  const child = fork(program, [folder], {
    execArgv: [],
    env: { PATH: searchPath },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let last: Promise<Said> = answerOf(child, signal);
  // Heard by who reads; a reader that is closed before is missed by nobody.
  last.catch(() => undefined);
  return {
    async read(path: string): Promise<RawLine[]> {
      await last;
      last = answerOf(child, signal);
      child.send(path);
      const said = await last;
      if ('lines' in said) return said.lines;
      throw new JobFailure('ocr_failed', { technical: 'error' in said ? said.error.slice(0, 500) : '' });
    },
    close() {
      child.kill('SIGKILL');
    },
  };
}

/** The next thing that the child says. */
function answerOf(child: ChildProcess, signal: AbortSignal): Promise<Said> {
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  const late = AbortSignal.timeout(page_ms);
  const onMessage = (message: unknown) => resolve(Said.parse(message));
  const onExit = () => reject(new JobFailure('ocr_failed', { technical: 'the reader ended' }));
  const onLate = () => reject(new JobFailure('ocr_failed', { technical: 'took too long' }));
  const onAbort = () => reject(signal.reason);
  child.once('message', onMessage).once('exit', onExit);
  late.addEventListener('abort', onLate);
  signal.addEventListener('abort', onAbort);
  return promise.finally(() => {
    child.off('message', onMessage).off('exit', onExit);
    late.removeEventListener('abort', onLate);
    signal.removeEventListener('abort', onAbort);
  });
}
