import { describe, expect, test } from 'vitest';
import { decode, decodeSound, draw, drawGraph, joinRendition, turnQuarter } from '../testing/media.ts';
import { engines, useTranscoder } from '../testing/transcoder.ts';

/** A grey as it is written and, its curve followed, as an ordinary screen shows it: a lit page, a bright window. */
const brightened = [
  { hdr: 'smpte2084', drawn: '0x959595', shown: 208 },
  { hdr: 'arib-std-b67', drawn: '0xe0e0e0', shown: 247 },
] as const;

/** LUFS by EBU R128 of a tone of 997 Hz in both channels, where its filter takes and gives the same. */
function loudnessOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(2 * power);
}

const limits = { cpu_seconds: 60, wall_seconds: 60, memory_bytes: 2 ** 31 };
const signal = new AbortController().signal;

describe.each(engines)('with $name', (engine) => {
  const { at, addJob, transcode, ...place } = useTranscoder(engine);

  test('a phone video stands upright, and without sound nothing claims sound', async () => {
    const graph = 'color=red:s=160x180:d=3[l];color=blue:s=160x180:d=3[r];[l][r]hstack,format=yuv420p[v]';
    const path = await drawGraph(engine, at('phone.mp4'), graph, {
      video: { label: 'v', codec: 'libx264', options: { preset: 'ultrafast' } },
    });
    await turnQuarter(path);

    const { result, files } = await transcode(path);

    expect(result).toMatchObject({ width: 180, height: 320, has_audio: false });
    expect(result.renditions).toMatchObject([
      { name: '180p', codecs: expect.stringMatching(/^avc1\.\w{6}$/) },
    ]);
    const { path: joined } = await joinRendition(files, '180p', place);
    expect((await engine.inspect({ path: joined }, limits, signal)).streams[0]).toMatchObject({
      rotation: 0,
    });
    const [first] = await decode(engine, joined, 'scale=1:2:flags=area,format=rgb24', 6);
    const [topRed = 0, , topBlue = 0, lowRed = 0, , lowBlue = 0] = first ?? [];
    expect(topRed - topBlue).toBeGreaterThan(150);
    expect(lowBlue - lowRed).toBeGreaterThan(150);
  });

  test('a variable frame rate becomes a constant one, in step with the sound', async () => {
    const filters = "select='lt(mod(n,30),20)'";
    const path = await draw(engine, at('vfr.mp4'), { seconds: 4, size: '320x180', filters });

    const { result, files } = await transcode(path);

    const [rendition] = result.renditions;
    const { path: joined } = await joinRendition(files, '180p', place);
    const frames = await decode(engine, joined, 'scale=2:2,format=gray', 4);
    const rate = rendition?.frame_rate ?? 0;
    expect(rate).toBeLessThanOrEqual(30);
    // The last third of each second is missing; the source ends there.
    expect(frames.length / rate).toBeGreaterThan(3.6);
    expect(frames.length / rate).toBeLessThan(4.1);
  });

  test.each(brightened)(
    'ten-bit HEVC with high dynamic range by $hdr becomes what every screen shows',
    async ({ hdr, drawn, shown }) => {
      const filters = `drawbox=c=${drawn}:t=fill`;
      const path = await draw(engine, at(`${hdr}.mp4`), {
        ...{ seconds: 1, size: '320x180', rate: 10, sound: false, hdr, filters },
      });

      const { result, files } = await transcode(path);

      expect(result.renditions[0]?.codecs).toMatch(/^avc1\.64/);
      const { path: joined } = await joinRendition(files, '180p', place);
      const facts = await engine.inspect({ path: joined }, limits, signal);
      expect(facts.streams[0]).toMatchObject({ codec: 'h264', pixel_format: 'yuv420p', transfer: 'bt709' });
      const [[grey = 0] = []] = await decode(engine, joined, 'scale=1:1:flags=area,format=gray', 1);
      expect(Math.abs(grey - shown), `${grey} instead of ${shown}`).toBeLessThan(8);
    },
  );

  test('an engine that cannot map high dynamic range says so instead of making it pale', async () => {
    const path = await draw(engine, at('plain.mp4'), {
      ...{ seconds: 1, size: '320x180', rate: 10, sound: false, hdr: 'smpte2084' },
    });
    const job = await addJob(path, {}, 'video.plain');
    await place.server().until(() => job.state === 'failed');
    expect(job).toMatchObject({ reason: 'hdr_unsupported', permanent: false });
  });

  test('a lecture that was recorded quietly becomes as loud as others where that is wanted', async () => {
    const graph =
      'testsrc2=s=320x180:r=10:d=8,format=yuv420p[v];sine=f=997:d=8:r=48000,volume=-24dB,aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a]';
    const path = await drawGraph(engine, at('quiet.mp4'), graph, {
      video: { label: 'v', codec: 'libx264', options: { preset: 'ultrafast' } },
      audio: { label: 'a', codec: 'aac', options: { b: '64000' } },
    });
    const heard = async (loudness: boolean) => {
      const { files } = await transcode(path, { loudness });
      return loudnessOf(await decodeSound(engine, (await joinRendition(files, '180p', place)).path));
    };

    expect(await heard(false)).toBeLessThan(-35);
    const even = await heard(true);
    expect(even).toBeGreaterThan(-17.5);
    expect(even).toBeLessThan(-14.5);
  });
});
