import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeServer } from '../testing/fake-server.ts';
import { claimSeconds, draw, drawGraph, turnQuarter } from '../testing/media.ts';
import { findFfmpeg } from './engine/ffmpeg-engine.ts';
import { findNodeAv } from './engine/node-av-engine.ts';
import { inspectSource } from './inspect.ts';
import { toProbe } from './source.ts';

const engines = [findNodeAv(), findFfmpeg()].filter((engine) => engine !== null);
const signal = new AbortController().signal;

describe.each(engines)('with $name', (engine) => {
  let folder: string;
  let lecture: string;
  const at = (name: string) => join(folder, name);
  const probe = async (path: string) => toProbe(await inspectSource(engine, { path }, signal));
  const refusal = (path: string) =>
    inspectSource(engine, { path }, signal).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seodang-inspect-'));
    lecture = await draw(engine, at('lecture.mp4'), { seconds: 4, size: '320x180' });
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('an ordinary video is described', async () => {
    expect(await probe(lecture)).toEqual({
      duration: expect.closeTo(4, 0),
      has_video: true,
      has_audio: true,
      width: 320,
      height: 180,
      rotation: 0,
      frame_rate: 30,
      video_codec: 'h264',
      audio_codec: 'aac',
      pixel_format: 'yuv420p',
    });
  });

  test('a video that a phone held upright has turned is described upright', async () => {
    const path = await draw(engine, at('phone.mp4'), { seconds: 1, size: '320x180', sound: false });
    await turnQuarter(path);

    expect(await probe(path)).toMatchObject({ width: 180, height: 320, rotation: 90, has_audio: false });
  });

  test('pixels that are not square count by how they are seen', async () => {
    const path = await drawGraph(
      engine,
      at('wide.mp4'),
      'testsrc2=s=360x288:d=1,setsar=64/45,format=yuv420p[v]',
      {
        video: { label: 'v', codec: 'libx264', options: {} },
      },
    );

    expect(await probe(path)).toMatchObject({ width: 512, height: 288 });
  });

  test('what is not there, no video, or only sound is told apart', async () => {
    await writeFile(at('empty.mp4'), '');
    await writeFile(at('text.mp4'), 'This is a class list, not a lecture.\n'.repeat(100));
    const sound = await draw(engine, at('sound.mp4'), { seconds: 2, size: '', picture: false });

    expect(await refusal(at('empty.mp4'))).toBe('source_empty');
    expect(await refusal(at('text.mp4'))).toBe('source_not_a_video');
    expect(await refusal(sound)).toBe('source_audio_only');
  });

  test('a playlist that points elsewhere is no video', async () => {
    await writeFile(
      at('list.mp4'),
      `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${lecture}\n#EXT-X-ENDLIST\n`,
    );
    await writeFile(at('concat.mp4'), `ffconcat version 1.0\nfile ${lecture}\n`);

    expect(await refusal(at('list.mp4'))).toBe('source_not_a_video');
    expect(await refusal(at('concat.mp4'))).toBe('source_not_a_video');
  });

  test('a file that breaks off is refused, whether its index comes first or last', async () => {
    const bytes = await readFile(lecture);
    await writeFile(at('cut.mp4'), bytes.subarray(0, bytes.length * 0.6));
    await writeFile(at('cut-late.mp4'), indexFirst(bytes).subarray(0, bytes.length * 0.6));

    expect(await refusal(at('cut.mp4'))).toBe('source_truncated');
    expect(await refusal(at('cut-late.mp4'))).toBe('source_truncated');
  });

  test('a header that promises ten hours is not believed', async () => {
    const path = await draw(engine, at('liar.mp4'), { seconds: 3, size: '320x180' });
    await claimSeconds(path, 36_000);

    const believed = await probe(path).then(
      ({ duration }) => duration,
      (error: { code: string }) => error.code,
    );
    // One engine finds the lie in the header itself, the other at the missing end.
    expect([expect.closeTo(3, 0), 'source_truncated']).toContainEqual(believed);
  });
});

test('the command prints a report for a path and for an address, given at once or later', async () => {
  const [engine] = engines;
  if (!engine) throw new Error('no media engine on this machine');
  const folder = await mkdtemp(join(tmpdir(), 'seodang-probe-'));
  const server = await startFakeServer();
  const command = fileURLToPath(import.meta.resolve('./probe.ts'));
  const report = async (where: string) =>
    JSON.parse((await promisify(execFile)(process.execPath, [command, where])).stdout);
  const printedFor = async (input: string) => {
    const waiting = promisify(execFile)(process.execPath, [command]);
    waiting.child.stdin?.end(input);
    return (await waiting).stdout;
  };
  const path = await draw(engine, join(folder, 'lecture.mp4'), { seconds: 2, size: '320x180' });
  server.sources.set('lecture.mp4', await readFile(path));
  server.sources.set('text.mp4', Buffer.from('no video'));

  expect(await report(path)).toMatchObject({ ok: true, probe: { width: 320 } });
  expect(await report(`${server.url}/source/lecture.mp4`)).toMatchObject({ ok: true, probe: { width: 320 } });
  expect(await report(`${server.url}/source/text.mp4`)).toEqual({ ok: false, code: 'source_not_a_video' });
  expect(JSON.parse(await printedFor(`${path}\n`))).toMatchObject({ ok: true, probe: { width: 320 } });
  expect(await printedFor('')).toBe('');
  await server.close();
  await rm(folder, { recursive: true });
});

/** The same file with its index moved to the front, as for streaming. */
function indexFirst(bytes: Buffer): Buffer {
  const moov = bytes.indexOf('moov', 0, 'latin1') - 4;
  const size = bytes.readUInt32BE(moov);
  const ftyp = bytes.readUInt32BE(0);
  const index = Buffer.from(bytes.subarray(moov, moov + size));
  for (let at = index.indexOf('stco', 0, 'latin1'); at >= 0; at = index.indexOf('stco', at + 4, 'latin1')) {
    const count = index.readUInt32BE(at + 8);
    for (let n = 0; n < count; n++) {
      const place = at + 12 + 4 * n;
      index.writeUInt32BE(index.readUInt32BE(place) + size, place);
    }
  }
  return Buffer.concat([bytes.subarray(0, ftyp), index, bytes.subarray(ftyp, moov)]);
}
