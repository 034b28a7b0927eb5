import { join } from 'node:path';
import type { Fit } from '@seodang/recall/fitting';
import type { LogPart } from '@seodang/recall/fitting/fit';
import { runApart } from './apart.ts';

const program = join(import.meta.dirname, 'fitting.program.ts');
const PATIENCE_MS = 10 * 60_000;

/**
 * Fits weights to a review log in a process of its own, behind everything else that the machine does; undefined when the
 * log says too little. Throws when the process fails.
 */
export async function fitApart(parts: readonly LogPart[]): Promise<Fit | undefined> {
  const ended = await runApart(program, parts, { patience_ms: PATIENCE_MS });
  if ('fault' in ended) throw new Error(`fitting: ${ended.fault}`);
  return (JSON.parse(ended.said) as Fit | null) ?? undefined;
}
