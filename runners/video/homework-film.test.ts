import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilmResult } from '@seodang/contract/homework-film.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineChoice, RunnerConfig } from '../kit/config.ts';
import { type Runner, startRunner } from '../kit/runner.ts';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { hurry } from '../testing/hurry.ts';
import { drawGraph } from '../testing/media.ts';
import { findEngine } from './engine/choose.ts';
import { homeworkFilmHandler } from './homework-film.ts';

const found = findEngine(EngineChoice.parse('auto'));
if (!found) throw new Error('no media engine');
const engine = found;
let folder: string;
let server: FakeServer;
let runner: Runner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seodang-film-'));
  server = await startFakeServer();
  const config = { SEODANG_URL: server.url, INTERNAL_WORKER_TOKEN: 'token', WORK_DIR: join(folder, 'work') };
  const handlers = { 'ai.homework_video_analysis': homeworkFilmHandler(engine) };
  runner = await startRunner(RunnerConfig.parse(config), handlers, () => undefined, hurry);
});
afterAll(async () => {
  await runner.stop();
  await server.close();
  await rm(folder, { recursive: true });
});

async function analysed(bytes: Buffer, more: object = {}) {
  const name = `${server.jobs.size}`;
  server.sources.set(name, bytes);
  const job = server.addJob('ai.homework_video_analysis', {
    ...{ submission_id: 3, place: 1, max_seconds: 600 },
    ...{ source_url: `${server.url}/source/${name}`, source_bytes: bytes.length, ...more },
  });
  await server.until(() => job.state === 'completed' || job.state === 'failed');
  expect(job.reason).toBeUndefined();
  return { result: FilmResult.parse(job.result), files: job.files };
}

/** Of a JPEG, as its first frame header says. */
function sizeOf(jpeg: Buffer = Buffer.alloc(0)) {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return { width: jpeg.readUInt16BE(at + 7), height: jpeg.readUInt16BE(at + 5) };
}

/** Three seconds of moving pictures, three black ones, six in which nothing moves; a tone for the first half. */
async function drawn(): Promise<Buffer> {
  const path = join(folder, 'phone.mp4');
  const graph = [
    'testsrc2=s=480x640:r=10:d=3[moving]',
    'color=c=black:s=480x640:r=10:d=3[black]',
    'smptebars=s=480x640:r=10:d=6[still]',
    '[moving][black][still]concat=n=3:v=1:a=0,format=yuv420p[v]',
    "sine=f=440:d=12:r=44100,volume='if(lt(t,6),1,0)':eval=frame,aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a]",
  ].join(';');
  await drawGraph(engine, path, graph, {
    video: { label: 'v', codec: 'libx264', options: { preset: 'ultrafast', g: '10' } },
    audio: { label: 'a', codec: 'aac', options: { b: '64000' } },
  });
  return readFile(path);
}

test('a video of homework becomes a small film, with what there is to see and hear, and what is none is refused by name', async () => {
  const video = await drawn();
  const { result, files } = await analysed(video);
  const { found, film } = result;
  expect(result).toMatchObject({ submission_id: 3, place: 1, reason: '', film: 'film.mp4' });
  expect(found).toMatchObject({ width: 480, height: 640, has_sound: true });
  expect(found?.duration).toBeCloseTo(12, 0);
  expect(found?.silent_seconds).toBeGreaterThanOrEqual(5);
  expect(found?.silent_seconds).toBeLessThanOrEqual(7);
  const [[from = 0, to = 0] = []] = found?.black ?? [];
  expect([from, to]).toEqual([3, 6]);
  expect(found?.still).toHaveLength(1);
  expect(found?.frames.map(({ at }) => at).some((at) => at >= 3 && at < 6)).toBe(false);
  for (const { file, page } of found?.frames ?? [])
    expect([file, page ?? ''].map((name) => sizeOf(files.get(name)))).toEqual([
      { width: 240, height: 320 },
      { width: 480, height: 640 },
    ]);
  const made = files.get(film ?? '') ?? Buffer.alloc(0);
  expect(made.indexOf('moov')).toBeLessThan(made.indexOf('mdat'));
  await writeFile(join(folder, 'film.mp4'), made);

  const wide = join(folder, 'wide.mp4');
  await drawGraph(engine, wide, 'testsrc2=s=1600x1200:r=10:d=1,format=yuv420p[v]', {
    video: { label: 'v', codec: 'libx264', options: { preset: 'ultrafast', g: '10' } },
  });
  const pages = await analysed(await readFile(wide));
  expect(pages.result.found).toMatchObject({ width: 1280, height: 960 });

  expect((await analysed(video, { max_seconds: 10 })).result).toMatchObject({
    reason: 'source_too_long',
    film: null,
  });
  expect((await analysed(video.subarray(0, 20_000))).result.reason).toBe('source_truncated');
  expect((await analysed(Buffer.from('no video at all'))).result.reason).toBe('source_not_a_video');
});
