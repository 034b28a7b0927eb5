import { createWriteStream } from 'node:fs';
import { chmod, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TranscodePayload, type TranscodeResult } from '@seodang/contract/transcode.ts';
import type { Handler, Work } from '../kit/attempt.ts';
import { download } from '../kit/download.ts';
import { JobFailure } from '../kit/failure.ts';
import { EngineFailure } from './engine/child-process.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineRun, Limits } from './engine/run.ts';
import { type Extras, type Plan, picturesRun, soundRun } from './graphs.ts';
import { inspectSource, missingSeconds, SourceRefused } from './inspect.ts';
import { firstAndRest, frameRateOf, ladderOf, type Picture, type Rung } from './ladder.ts';
import { masterPlaylist } from './playlists.ts';
import {
  bytesOf,
  type Made,
  type Put,
  takePoster,
  takeRendition,
  takeSheets,
  together,
} from './renditions.ts';
import type { Source } from './source.ts';
import { storyboardOf, storyboardVtt } from './storyboard.ts';

export type TranscodeOptions = {
  engine: Engine;
  /** From this length on the first rendition is made and published alone, at the price of a second decode. */
  early_from_seconds: number;
};

/** One attempt at one lecture, from its downloaded source on. */
type Lecture = {
  engine: Engine;
  work: Work;
  payload: TranscodePayload;
  source: Source;
  plan: Plan;
  /** Where the encoded sound lies; null for a silent source. */
  sound_path: string | null;
  put: Put;
  files: { name: string; bytes: number }[];
};
type Share = { from: number; to: number; stage: string };
type Extra = { poster: boolean; sheets: number };

/** What is not asked of a run gives nothing. */
const none: AsyncIterable<Buffer> = (async function* () {})();
const longest_poster_side = 1280;
const gigabyte = 2 ** 30;

function limitsFor(seconds: number): Limits {
  return { cpu_seconds: 300 + seconds * 40, wall_seconds: 900 + seconds * 60, memory_bytes: 8 * gigabyte };
}

/** Makes `video.transcode` jobs: HLS with a ladder of renditions, poster and storyboard. */
export function transcodeHandler({ engine, early_from_seconds }: TranscodeOptions): Handler {
  return async (work) => {
    const payload = TranscodePayload.parse(work.job.payload);
    try {
      const lecture = await prepare(engine, work, payload);
      const ladder = ladderOf(lecture.source.picture, payload.max_height);
      const { first, rest } = firstAndRest(ladder);
      const early = rest.length > 0 && lecture.source.duration >= early_from_seconds;
      return early ? await inTwoRuns(lecture, first, rest) : await inOneRun(lecture, ladder);
    } catch (error) {
      throw failureOf(error, work.signal);
    }
  };
}

function failureOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof SourceRefused) {
    const technical = error.cause instanceof EngineFailure ? error.cause.said : error.detail;
    return new JobFailure(error.code, { permanent: true, technical, cause: error });
  }
  if (!(error instanceof EngineFailure)) return error;
  const code = error.trouble === 'failed' ? 'engine_failed' : error.trouble;
  return new JobFailure(code, { technical: error.said, cause: error });
}

async function prepare(engine: Engine, work: Work, payload: TranscodePayload): Promise<Lecture> {
  const { folder, signal, job, report, uploads } = work;
  report(0, 'download');
  const path = join(folder, 'source');
  await download({ url: payload.source_url, bytes: payload.source_bytes, path }, signal);
  // The engine runs as somebody else; the folder above stays closed to everybody.
  await chmod(path, 0o644);
  report(0.02, 'inspect');
  const source = await inspectSource(engine, { path }, signal);
  // Shown as it is, its picture would be grey and pale; a runner with another engine may take it.
  if (source.hdr && !engine.maps_tones) throw new JobFailure('hdr_unsupported');
  work.log('source.inspected', { duration: source.duration, engine: engine.name, attempt: job.attempt });
  const files: Lecture['files'] = [];
  const put: Put = async (name, content_type, body) => {
    files.push({ name, bytes: body instanceof Uint8Array ? body.byteLength : bytesOf(body) });
    await uploads.add({ name, content_type, body });
  };
  const rate = frameRateOf(source.video.average_rate, source.video.base_rate);
  const plan: Plan = { source, rate, engine, source_path: path };
  const lecture: Lecture = { engine, work, payload, source, plan, sound_path: null, put, files };
  return source.audio ? { ...lecture, sound_path: await makeSound(lecture) } : lecture;
}

/** Encodes the sound once, for all renditions. Null when the source's sound track is empty. */
async function makeSound({ engine, work, payload, source, plan }: Lecture): Promise<string | null> {
  work.report(0.03, 'sound');
  const path = join(work.folder, 'sound.mp4');
  const { child, stop } = await startIn(
    engine,
    work,
    soundRun(source, plan.source_path, payload.loudness),
    source,
  );
  await together(child, stop, pipeline(child.pipes[0] ?? none, createWriteStream(path, { mode: 0o644 })));
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(8192));
  return buffer.includes('moof', 0, 'latin1') ? path : null;
}

async function startIn(engine: Engine, { signal }: Work, run: EngineRun, { duration }: Source) {
  const own = new AbortController();
  const child = await engine.start(run, limitsFor(duration), AbortSignal.any([signal, own.signal]));
  return { child, stop: (why: unknown) => own.abort(why) };
}

async function inTwoRuns(lecture: Lecture, first: Rung, rest: Rung[]): Promise<TranscodeResult> {
  const pixels = (rungs: Rung[]) => rungs.reduce((sum, { width, height }) => sum + width * height, 0);
  const share = Math.max(0.1, pixels([first]) / pixels([first, ...rest]));
  const middle = 0.05 + 0.9 * share;
  const extras = extrasOf(lecture.source);

  const early = await makeRenditions(lecture, [first], extras, { from: 0.05, to: middle, stage: 'first' });
  const shown = await finish(lecture, 'first.m3u8', early.made, early.extra);
  await lecture.work.publish(shown);

  const late = await makeRenditions(lecture, rest, null, { from: middle, to: 0.98, stage: 'rest' });
  return finish(lecture, 'master.m3u8', [...early.made, ...late.made], early.extra);
}

async function inOneRun(lecture: Lecture, ladder: Rung[]): Promise<TranscodeResult> {
  const share = { from: 0.05, to: 0.98, stage: 'all' };
  const { made, extra } = await makeRenditions(lecture, ladder, extrasOf(lecture.source), share);
  return finish(lecture, 'master.m3u8', made, extra);
}

function extrasOf({ picture, duration }: Source): Extras {
  const scale = Math.min(1, longest_poster_side / Math.max(picture.width, picture.height));
  const even = (size: number) => Math.max(2, Math.round((size * scale) / 2) * 2);
  const poster: Picture = { width: even(picture.width), height: even(picture.height) };
  // A little into the lecture, where the title is gone and the board is not yet full.
  return { poster, poster_at: Math.min(duration * 0.1, 60), board: storyboardOf(picture, duration) };
}

async function makeRenditions(lecture: Lecture, rungs: Rung[], extras: Extras | null, share: Share) {
  const { engine, work, payload, source, plan, sound_path, put } = lecture;
  const { child, stop } = await startIn(engine, work, picturesRun(plan, rungs, extras), source);
  const reached = new Map<Rung, number>();
  const made = (rung: Rung) => (seconds: number) => {
    reached.set(rung, seconds);
    const slowest = Math.min(...rungs.map((one) => reached.get(one) ?? 0));
    const part = Math.min(1, slowest / source.duration);
    work.report(share.from + (share.to - share.from) * part, share.stage);
  };
  const key = Buffer.from(payload.key_hex, 'hex');
  const { key_uri } = payload;
  const pipes = child.pipes as AsyncIterable<Buffer>[];
  const take = (rung: Rung, n: number) =>
    takeRendition(pipes[n] ?? none, {
      rung,
      rate: plan.rate,
      key,
      key_uri,
      put,
      sound_path,
      made: made(rung),
    });
  const reading = Promise.all([
    Promise.all(rungs.map(take)),
    takePoster(pipes[rungs.length] ?? none, put),
    takeSheets(pipes[rungs.length + 1] ?? none, put),
  ]);
  const [renditions, poster, sheets] = await together(child, stop, reading);
  return { made: renditions.map((one) => mustBeWhole(one, source)), extra: { poster, sheets } };
}

/** An engine may end well although the source broke off: what is made must be as long as what was there. */
function mustBeWhole(made: Made | null, { video }: Source): Made {
  if (!made) throw new SourceRefused('source_unreadable');
  const promised = video.end ?? 0;
  if (promised - made.duration > missingSeconds(promised)) {
    throw new SourceRefused(
      'source_truncated',
      undefined,
      `made ${made.duration.toFixed(1)} of ${promised.toFixed(1)} s`,
    );
  }
  return made;
}

async function finish(
  lecture: Lecture,
  master: string,
  made: Made[],
  extra: Extra,
): Promise<TranscodeResult> {
  const { put, work, source, files } = lecture;
  const renditions = made.map(({ rendition }) => rendition);
  const duration = Math.max(...made.map((one) => one.duration));
  const storyboard = extra.sheets > 0 ? 'storyboard.vtt' : null;
  if (storyboard && !files.some(({ name }) => name === storyboard)) {
    await put(
      storyboard,
      'text/vtt',
      Buffer.from(storyboardVtt(storyboardOf(source.picture, source.duration), duration)),
    );
  }
  await put(master, 'application/vnd.apple.mpegurl', Buffer.from(masterPlaylist(renditions)));
  await work.uploads.settled();
  const largest = renditions.reduce((a, b) => (b.height * b.width > a.height * a.width ? b : a));
  return {
    master,
    poster: extra.poster ? 'poster.jpg' : null,
    storyboard,
    duration,
    ...{ width: largest.width, height: largest.height },
    has_audio: made.some((one) => one.has_audio),
    renditions,
    files: [...files],
  };
}
