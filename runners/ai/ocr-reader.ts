import { fileURLToPath } from 'node:url';
import { ChildTrouble, openChild } from '@seodang/omr/node';
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
/** A line as the engine reports it: pixels, and confidence in percent. */
export type RawLine = Extract<z.infer<typeof Said>, { lines: unknown }>['lines'][number];

const program = fileURLToPath(new URL('./ocr-child.ts', import.meta.url));
const page_ms = 300_000;

/**
 * Reads print in a process of its own: its 200 MB are there while somebody reads and gone with `close`. Fails with
 * `ocr_failed` where a page takes too long or the process dies, also between two pages.
 */
export function openReader(folder: string, signal: AbortSignal) {
  const env = { PATH: searchPath };
  const child = openChild({ program, args: [folder], env, answer: Said, start_ms: page_ms, signal });
  return {
    async read(path: string): Promise<RawLine[]> {
      const said = await child.first.then(() => child.ask(path, page_ms)).catch(failed);
      if ('lines' in said) return said.lines;
      throw new JobFailure('ocr_failed', { technical: 'error' in said ? said.error.slice(0, 500) : '' });
    },
    close: child.close,
  };
}

function failed(error: unknown): never {
  if (error instanceof ChildTrouble) throw new JobFailure('ocr_failed', { technical: error.message });
  throw error;
}
