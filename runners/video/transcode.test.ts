import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TranscodeResult } from '@seodang/contract/transcode.ts';
import { describe, expect, test } from 'vitest';
import { decode, draw, drawGraph, joinRendition } from '../testing/media.ts';
import { engines, useTranscoder } from '../testing/transcoder.ts';
import { readFragments } from './fmp4.ts';

describe.each(engines)('with $name', (engine) => {
  const { at, addJob, transcode, ...place } = useTranscoder(engine);

  test('a lecture becomes encrypted renditions with aligned key frames, a poster and a storyboard', async () => {
    const path = await draw(engine, at('lecture.mp4'), { seconds: 9, size: '854x480', rate: 10 });

    const { job, result, files } = await transcode(path);

    expect(result).toMatchObject({ master: 'master.m3u8', width: 854, height: 480, has_audio: true });
    expect(result.duration).toBeCloseTo(9, 1);
    expect(result.files).toEqual([...files].map(([name, body]) => ({ name, bytes: body.length })));
    expect(files.get('master.m3u8')?.toString()).toMatch(
      /BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,RESOLUTION=854x480,FRAME-RATE=10.000,CODECS="avc1\.64\w{4},mp4a\.40\.2"\n480p\/index/,
    );
    expect(files.get('storyboard.vtt')?.toString()).toContain('storyboard/0.jpg#xywh=192,0,192,108');
    for (const picture of ['poster.jpg', 'storyboard/0.jpg']) {
      expect(files.get(picture)?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    }

    const starts: number[][] = [];
    for (const { name } of result.renditions) {
      const joined = await joinRendition(files, name, place);
      expect(joined.playlist).toMatch(/EXT-X-MAP.*EXT-X-KEY:METHOD=AES-128,URI="\.\.\/key".*EXT-X-ENDLIST/s);
      expect(await decode(engine, joined.path, 'scale=2:2,format=gray', 4)).toHaveLength(90);
      starts.push(await startsOf(joined.path));
    }
    expect(starts).toEqual([
      [0, 4, 8],
      [0, 4, 8],
    ]);
    expect(job.published).toHaveLength(1);
  });

  test('every segment has the sound of its pictures, and silence where the source has none', async () => {
    const graph =
      'testsrc2=s=320x180:r=10:d=40,format=yuv420p[v];sine=f=440:d=33:r=44100,aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a]';
    const path = await drawGraph(engine, at('sounding.mp4'), graph, {
      video: { label: 'v', codec: 'libx264', options: { preset: 'ultrafast', g: '20' } },
      audio: { label: 'a', codec: 'aac', options: { b: '64000' } },
    });

    const { files } = await transcode(path);

    const { segments, init } = await joinRendition(files, '180p', place);
    const ends = await Promise.all(
      segments.map(async (segment, n) => {
        const alone = at(`alone-${n}.mp4`);
        await writeFile(alone, Buffer.concat([init, segment]));
        const { streams } = await engine.inspect({ path: alone }, limits, signal);
        return streams.map(({ kind, end }) => ({ kind, end: Math.round(end ?? 0) }));
      }),
    );
    expect(ends).toEqual(
      segments.map(() => [
        { kind: 'video', end: 4 },
        { kind: 'audio', end: 4 },
      ]),
    );
    expect(ends).toHaveLength(10);
  });

  test('the first rendition can be played before the others are made', async () => {
    const path = await draw(engine, at('early.mp4'), { seconds: 9, size: '854x480', rate: 10, sound: false });
    const job = await addJob(path);

    await place.server().until(() => job.published.length === 1);
    const there = new Set(job.files.keys());
    const part = TranscodeResult.parse(job.published[0]);

    expect(part).toMatchObject({
      master: 'first.m3u8',
      renditions: [{ name: '480p' }],
      poster: 'poster.jpg',
    });
    expect(part.files.every(({ name }) => there.has(name))).toBe(true);
    expect(there).not.toContain('360p/index.m3u8');
    await place.server().until(() => job.state === 'completed');
  });

  test('what is no video fails for good, with its reason, and the runner goes on with the next', async () => {
    await writeFile(at('text.mp4'), 'not a lecture '.repeat(100));
    const bad = await addJob(at('text.mp4'));
    const path = await draw(engine, at('next.mp4'), { seconds: 1, size: '320x180', sound: false });

    await transcode(path);

    expect(bad).toMatchObject({ state: 'failed', permanent: true });
    expect(bad.reason).toMatch(/^source_not_a_video/);
  });

  test('pictures that cannot be decoded fail with a reason, not with an empty lecture', async () => {
    const path = await draw(engine, at('noise.mp4'), { seconds: 3, size: '320x180', sound: false });
    const bytes = await readFile(path);
    const mdat = bytes.indexOf('mdat', 0, 'latin1') + 4;
    const end = mdat - 8 + bytes.readUInt32BE(mdat - 8);
    await writeFile(
      path,
      Buffer.concat([bytes.subarray(0, mdat), Buffer.alloc(end - mdat, 0x5a), bytes.subarray(end)]),
    );

    const job = await addJob(path);
    await place.server().until(() => job.state === 'failed');

    expect(job.reason).toMatch(/^(source_unreadable|source_truncated|engine_failed)/);
  });

  test('a cancelled job ends its engine and leaves no file', async () => {
    const path = await draw(engine, at('long.mp4'), { seconds: 30, size: '640x360', sound: false });
    const job = await addJob(path);
    job.lease_seconds = 1;

    await place.server().until(() => job.heartbeats.length > 0);
    job.cancel = true;
    job.kind = 'video.nobody';
    await place.server().until(() => job.releases === 1);
    await place.runner().stop();

    expect(job.result).toBeUndefined();
    expect(await readdir(join(place.folder(), 'work'))).toEqual([]);
  });
});

const limits = { cpu_seconds: 60, wall_seconds: 60, memory_bytes: 2 ** 31 };
const signal = new AbortController().signal;

async function startsOf(path: string): Promise<number[]> {
  const starts: number[] = [];
  const bytes = await readFile(path);
  for await (const part of readFragments(
    (async function* () {
      yield bytes;
    })(),
  )) {
    if ('start' in part) starts.push(part.start);
  }
  return starts;
}
