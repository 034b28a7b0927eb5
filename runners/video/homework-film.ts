import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilmPayload, type FilmResult } from '@seodang/contract/homework-film.ts';
import type { Handler, Work } from '../kit/attempt.ts';
import { download } from '../kit/download.ts';
import { JobFailure } from '../kit/failure.ts';
import { EngineFailure } from './engine/child-process.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineRun } from './engine/run.ts';
import { type Glance, look, momentsOf, partsOf, readGlances, readLoudness } from './film-look.ts';
import { type Plan, shown, steady } from './graphs.ts';
import { inspectSource, SourceRefused } from './inspect.ts';
import { frameRateOf, type Picture } from './ladder.ts';
import { together } from './renditions.ts';
import type { Source } from './source.ts';
import { readPictures } from './storyboard.ts';

/** Pencil on a page that fills the picture is to be read: this is the only copy that stays. */
const longest_side = 1280;
const frame_side = 320;
const film = 'film.mp4';

/** Makes `ai.homework_video_analysis` jobs: a small film that every browser plays, and what there is to see and hear. */
export function homeworkFilmHandler(engine: Engine): Handler {
  return async (work): Promise<FilmResult> => {
    const payload = FilmPayload.parse(work.job.payload);
    const { submission_id, place } = payload;
    try {
      const source = await fetched(engine, work, payload);
      return { submission_id, place, reason: '', ...(await made(engine, work, source)) };
    } catch (error) {
      work.signal.throwIfAborted();
      if (error instanceof SourceRefused)
        return { submission_id, place, reason: error.code, film: null, found: null, files: [] };
      if (!(error instanceof EngineFailure)) throw error;
      const code = error.trouble === 'failed' ? 'engine_failed' : error.trouble;
      throw new JobFailure(code, { technical: error.said, cause: error });
    }
  };
}

async function fetched(engine: Engine, work: Work, payload: FilmPayload): Promise<Plan> {
  const path = join(work.folder, 'source');
  work.report(0, 'download');
  await download({ url: payload.source_url, bytes: payload.source_bytes, path }, work.signal);
  // The engine runs as somebody else; the folder above stays closed to everybody.
  await chmod(path, 0o644);
  const source = await inspectSource(engine, { path }, work.signal);
  if (source.duration > payload.max_seconds) throw new SourceRefused('source_too_long');
  if (source.hdr && !engine.maps_tones) throw new JobFailure('hdr_unsupported');
  return {
    source,
    rate: frameRateOf(source.video.average_rate, source.video.base_rate),
    engine,
    source_path: path,
  };
}

async function made(
  engine: Engine,
  work: Work,
  plan: Plan,
): Promise<Omit<FilmResult, 'submission_id' | 'place' | 'reason'>> {
  const { source } = plan;
  const size = within(source.picture, longest_side);
  work.report(0.1, 'film');
  const path = join(work.folder, film);
  const { glances, pictures, pages, sound } = await run(engine, work, source, filmRun(plan, size, path));
  const files: FilmResult['files'] = [];
  const put = async (name: string, content_type: string, body: Uint8Array) => {
    files.push({ name, bytes: body.byteLength });
    await work.uploads.add({ name, content_type, body });
  };
  await put(film, 'video/mp4', await readFile(path));
  const frames = [];
  for (const at of momentsOf(glances, source.duration)) {
    const picture = pictures[Math.min(at, pictures.length - 1)];
    if (!picture) continue;
    const [file, page] = [`frame-${at}.jpg`, `page-${at}.jpg`];
    await put(file, 'image/jpeg', picture);
    await put(page, 'image/jpeg', await readFile(pageOf(work, Math.min(at, pages - 1))));
    frames.push({ at, file, page });
  }
  const heard = { has_sound: sound.seconds > sound.silent, silent_seconds: sound.silent };
  const found = {
    duration: source.duration,
    ...size,
    ...heard,
    ...partsOf(glances, source.duration),
    frames,
  };
  return { film, found, files };
}

function within({ width, height }: Picture, side: number): Picture {
  const scale = Math.min(1, side / Math.max(width, height));
  const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

/** The film into a file, looks, small pictures, and the sound as it is measured, out of one decode. */
function filmRun(plan: Plan, size: Picture, path: string): EngineRun {
  const { source } = plan;
  const small = within(size, frame_side);
  const pictures = [
    `${steady(plan)},${shown(plan, size)},split=4[film][forlook][forframes][forpages]`,
    `[forlook]fps=${look.per_second},scale=${look.width}:${look.height}:flags=area,format=gray[look]`,
    `[forframes]fps=1,scale=${small.width}:${small.height},format=yuvj420p[frames]`,
    '[forpages]fps=1,format=yuvj420p[pages]',
  ];
  const sound = [
    `[0:${source.audio?.index}]asetpts=PTS-(${source.start})/TB,aresample=48000:async=1000:first_pts=0,asplit[forfilm][forlevel]`,
    '[forfilm]aformat=sample_fmts=fltp:channel_layouts=stereo,asetnsamples=n=1024:p=0[sound]',
    '[forlevel]aresample=8000,aformat=sample_fmts=s16:channel_layouts=mono[level]',
  ];
  const rate = { maxrate: '1500000', bufsize: '3000000' };
  const jpeg = { flags: '+qscale', global_quality: String(5 * 118) };
  const raw = (format: string) => ({ format, format_options: {}, path: null });
  return {
    inputs: [plan.source_path],
    graph: [...pictures, ...(source.audio ? sound : [])].join(';'),
    outputs: [
      {
        video: {
          label: 'film',
          codec: 'libx264',
          options: { preset: 'veryfast', profile: 'high', crf: '26', g: '60', ...rate },
        },
        ...(source.audio && { audio: { label: 'sound', codec: 'aac', options: { b: '96000' } } }),
        ...{ format: 'mp4', format_options: { movflags: '+faststart' }, path, handed: true },
      },
      { video: { label: 'look', codec: 'rawvideo', options: {} }, ...raw('rawvideo') },
      { video: { label: 'frames', codec: 'mjpeg', options: jpeg }, ...raw('image2pipe') },
      { video: { label: 'pages', codec: 'mjpeg', options: jpeg }, ...raw('image2pipe') },
      ...(source.audio
        ? [{ audio: { label: 'level', codec: 'pcm_s16le', options: {} }, ...raw('s16le') }]
        : []),
    ],
  };
}

const none: AsyncIterable<Buffer> = (async function* () {})();

type Taken = {
  glances: Glance[];
  pictures: Buffer[];
  pages: number;
  sound: { seconds: number; silent: number };
};

async function run(engine: Engine, work: Work, { duration }: Source, wanted: EngineRun): Promise<Taken> {
  const own = new AbortController();
  const limits = {
    cpu_seconds: 300 + duration * 20,
    wall_seconds: 600 + duration * 30,
    memory_bytes: 4 * 2 ** 30,
  };
  const child = await engine.start(wanted, limits, AbortSignal.any([work.signal, own.signal]));
  const [looks = none, frames = none, large = none, level = none] = child.pipes as AsyncIterable<Buffer>[];
  const reading = Promise.all([
    ...([readGlances(looks), taken(frames, work, duration)] as const),
    ...([putAside(large, work), readLoudness(level)] as const),
  ]);
  const [glances, pictures, pages, sound] = await together(child, (why) => own.abort(why), reading);
  return { glances, pictures, pages, sound };
}

/** A small picture of each second; how many there are tells how far it is. */
async function taken(pipe: AsyncIterable<Buffer>, work: Work, duration: number): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  for await (const picture of readPictures(pipe)) {
    pictures.push(picture);
    work.report(0.1 + (0.8 * pictures.length) / Math.max(1, duration), 'film');
  }
  return pictures;
}

const pageOf = ({ folder }: Work, second: number) => join(folder, `page-${second}.jpg`);

/** A large picture of each second onto the disk: which of them are worth keeping is known at the end. */
async function putAside(pipe: AsyncIterable<Buffer>, work: Work): Promise<number> {
  let count = 0;
  for await (const picture of readPictures(pipe)) {
    await writeFile(pageOf(work, count), picture);
    count += 1;
  }
  return count;
}
