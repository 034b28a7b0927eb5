import { open, stat } from 'node:fs/promises';
import type { SourceProblem } from '@seodang/contract/transcode.ts';
import { EngineFailure } from './engine/child-process.ts';
import type { Engine, Place } from './engine/engine.ts';
import type { Facts } from './engine/facts.ts';
import { type Limits, max_pixels } from './engine/run.ts';
import { type Source, toSource } from './source.ts';

/** A source that cannot become a lecture; the web app has words for each code. */
export class SourceRefused extends Error {
  readonly code: SourceProblem;
  readonly detail: string;
  constructor(code: SourceProblem, cause?: unknown, detail = '') {
    super(code, { cause });
    this.name = 'SourceRefused';
    this.code = code;
    this.detail = detail;
  }
}

const limits: Limits = { cpu_seconds: 60, wall_seconds: 120, memory_bytes: 2 * 2 ** 30 };
const longest_seconds = 12 * 3600;

/** The first bytes of a source, and whether there is anything at all. */
async function headOf(place: Place, signal: AbortSignal): Promise<Buffer> {
  if ('path' in place) {
    if ((await stat(place.path)).size === 0) return Buffer.alloc(0);
    await using file = await open(place.path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  }
  const reply = await fetch(place.url, { headers: { range: 'bytes=0-15' }, signal });
  // 416: there is no first byte.
  if (reply.status === 416) return Buffer.alloc(0);
  if (!reply.ok || !reply.body) throw new Error(`source answered ${reply.status}`);
  for await (const piece of reply.body) return Buffer.from(piece).subarray(0, 16);
  return Buffer.alloc(0);
}

/** Whether a file begins like a container of video, so that it is damaged rather than something else. */
function beginsLikeVideo(head: Buffer): boolean {
  const box = head.subarray(4, 8).toString('latin1');
  return (
    ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].includes(box) ||
    head.readUInt32BE(0) === 0x1a45dfa3 ||
    (head.subarray(0, 4).toString('latin1') === 'RIFF' && head.subarray(8, 11).toString('latin1') === 'AVI')
  );
}

/** What a header promises beyond this is missing from the file. */
export const missingSeconds = (claimed: number): number => Math.max(1, claimed * 0.02);

function problemOf(facts: Facts): SourceProblem | null {
  const source = toSource(facts);
  if (!source) {
    const isSound = facts.streams.some(({ kind }) => kind === 'audio');
    const isBroken = facts.streams.some(({ kind, is_picture }) => kind === 'video' && !is_picture);
    return isBroken ? 'source_unreadable' : isSound ? 'source_audio_only' : 'source_not_a_video';
  }
  if (source.video.width * source.video.height > max_pixels) return 'source_too_large';
  const claimed = facts.duration ?? 0;
  if (!source.video.end || claimed - source.duration > missingSeconds(claimed)) return 'source_truncated';
  return source.duration > longest_seconds ? 'source_too_long' : null;
}

/**
 * Finds out whether a source can be worked on, reading only its headers and its end.
 * Throws SourceRefused with the reason; other errors mean that the source could not be reached.
 */
export async function inspectSource(engine: Engine, place: Place, signal: AbortSignal): Promise<Source> {
  const head = await headOf(place, signal);
  if (head.length === 0) throw new SourceRefused('source_empty');
  const padded = Buffer.concat([head, Buffer.alloc(16)]);
  const facts = await engine.inspect(place, limits, signal).catch((error: unknown) => {
    if (!(error instanceof EngineFailure)) throw error;
    const code = beginsLikeVideo(padded) ? 'source_truncated' : 'source_not_a_video';
    throw new SourceRefused(error.trouble === 'failed' ? code : 'source_unreadable', error);
  });
  const problem = problemOf(facts);
  const source = toSource(facts);
  if (problem || !source) throw new SourceRefused(problem ?? 'source_not_a_video');
  return source;
}
