import { text } from 'node:stream/consumers';
import type { ProbeReport } from '@seodang/contract/transcode.ts';
import { EngineChoice } from '../kit/config.ts';
import { findEngine } from './engine/choose.ts';
import type { Engine } from './engine/engine.ts';
import { inspectSource, SourceRefused } from './inspect.ts';
import { toProbe } from './source.ts';

/**
 * `node runners/video/probe.ts <path or http(s) address>`: prints a ProbeReport as JSON. Without an argument it makes
 * itself ready, waits for the address as its input, and ends when there is none.
 * Ends with 0 when it could judge the source, good or not; with 1 (and a word on stderr) when it could not.
 */
async function probe(engine: Engine, where: string): Promise<ProbeReport> {
  const place = /^https?:\/\//.test(where) ? { url: where } : { path: where };
  try {
    return { ok: true, probe: toProbe(await inspectSource(engine, place, AbortSignal.timeout(120_000))) };
  } catch (error) {
    if (error instanceof SourceRefused) return { ok: false, code: error.code };
    throw error;
  }
}

try {
  const engine = findEngine(EngineChoice.parse(process.env.MEDIA_ENGINE));
  if (!engine) throw new Error('no media engine: neither a usable ffmpeg on PATH nor the node-av package');
  const where = process.argv[2] ?? (await text(process.stdin)).trim();
  if (where) process.stdout.write(`${JSON.stringify(await probe(engine, where))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
