import { createDecipheriv } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Engine } from '../video/engine/engine.ts';
import type { EngineRun } from '../video/engine/run.ts';

const limits = { cpu_seconds: 300, wall_seconds: 300, memory_bytes: 6 * 2 ** 30 };
const signal = new AbortController().signal;

export type Drawing = {
  seconds: number;
  size: string;
  rate?: number;
  sound?: boolean;
  picture?: boolean;
  /** Filters behind the test picture, e.g. to drop frames. */
  filters?: string;
  /** Ten-bit HEVC with this transfer instead of ordinary H.264. */
  hdr?: 'smpte2084' | 'arib-std-b67';
};

/** Draws a moving test picture with a tone, as an ordinary MP4 whose index comes last. */
export async function draw(engine: Engine, path: string, drawing: Drawing): Promise<string> {
  const { seconds, size, rate = 30, sound = true, picture = true, filters = 'null', hdr } = drawing;
  const pixels = hdr ? hdrPixels(hdr) : 'format=yuv420p';
  const graph = [
    ...(picture ? [`testsrc2=s=${size}:r=${rate}:d=${seconds},${filters},${pixels}[v]`] : []),
    ...(sound ? [`sine=f=440:d=${seconds}:r=44100,aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a]`] : []),
  ].join(';');
  const options = { preset: 'ultrafast', g: '30', ...(hdr ? hdrColours(hdr) : {}) };
  return drawGraph(engine, path, graph, {
    ...(picture ? { video: { label: 'v', codec: hdr ? 'libx265' : 'libx264', options } } : {}),
    ...(sound ? { audio: { label: 'a', codec: 'aac', options: { b: '64000' } } } : {}),
  });
}

const hdrColours = (color_trc: string) => ({
  ...{ color_trc, color_primaries: 'bt2020', colorspace: 'bt2020nc', color_range: 'tv' },
});
const hdrPixels = (transfer: string) =>
  `format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=${transfer}:colorspace=bt2020nc:range=tv`;

/** Draws what a graph without inputs makes. */
export async function drawGraph(
  engine: Engine,
  path: string,
  graph: string,
  tracks: Pick<EngineRun['outputs'][number], 'video' | 'audio'>,
): Promise<string> {
  const run: EngineRun = {
    inputs: [],
    graph,
    outputs: [{ ...tracks, format: 'mp4', format_options: {}, path }],
  };
  await (await engine.start(run, limits, signal)).done;
  return path;
}

/** The place of a box's content in an MP4, wherever it is nested. */
const contentOf = (bytes: Buffer, type: string, from = 0) => bytes.indexOf(type, from, 'latin1') + 4;

/** Marks the picture as turned by a quarter clockwise, as phones do it. */
export async function turnQuarter(path: string): Promise<void> {
  const bytes = await readFile(path);
  const matrix = contentOf(bytes, 'tkhd') + 40;
  [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000].forEach((value, n) => {
    bytes.writeInt32BE(value, matrix + 4 * n);
  });
  await writeFile(path, bytes);
}

/** Makes the header promise a duration. */
export async function claimSeconds(path: string, seconds: number): Promise<void> {
  const bytes = await readFile(path);
  const scaled = (place: number) => bytes.writeUInt32BE(bytes.readUInt32BE(place) * seconds, place + 4);
  scaled(contentOf(bytes, 'mvhd') + 12);
  for (let at = contentOf(bytes, 'mdhd'); at > 3; at = contentOf(bytes, 'mdhd', at)) scaled(at + 12);
  for (let at = contentOf(bytes, 'tkhd'); at > 3; at = contentOf(bytes, 'tkhd', at)) {
    bytes.writeUInt32BE(1000 * seconds, at + 20);
  }
  await writeFile(path, bytes);
}

/** Decodes the pictures of a file to a few bytes each; how many there are, and their mean colours. */
export async function decode(
  engine: Engine,
  path: string,
  shape: string,
  bytesEach: number,
): Promise<Buffer[]> {
  const raw = await rawOf(engine, path, 'video', shape);
  return Array.from({ length: raw.length / bytesEach }, (_, n) =>
    raw.subarray(n * bytesEach, (n + 1) * bytesEach),
  );
}

/** Decodes the sound of a file: left and right in turn, 48,000 of each a second, between -1 and 1. */
export async function decodeSound(engine: Engine, path: string): Promise<Float32Array> {
  const raw = await rawOf(
    engine,
    path,
    'audio',
    'aresample=48000,aformat=sample_fmts=flt:channel_layouts=stereo',
  );
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
}

const raw_formats = { video: ['rawvideo', 'rawvideo'], audio: ['pcm_f32le', 'f32le'] } as const;

async function rawOf(engine: Engine, path: string, kind: 'video' | 'audio', shape: string): Promise<Buffer> {
  const facts = await engine.inspect({ path }, limits, signal);
  const stream = facts.streams.find((one) => one.kind === kind);
  const [codec, format] = raw_formats[kind];
  const run: EngineRun = {
    inputs: [path],
    graph: `[0:${stream?.index}]${shape}[out]`,
    outputs: [{ [kind]: { label: 'out', codec, options: {} }, format, format_options: {}, path: null }],
  };
  const child = await engine.start(run, limits, signal);
  const [raw] = await Promise.all([buffer(child.pipes[0] as NodeJS.ReadableStream), child.done]);
  return raw;
}

/** Puts a rendition together as a player does: reads the playlist, decrypts the segments, joins them. */
export async function joinRendition(
  files: Map<string, Buffer>,
  name: string,
  { key, folder }: { key: Buffer; folder: () => string },
) {
  const playlist = files.get(`${name}/index.m3u8`)?.toString() ?? '';
  const segments = playlist.split('\n').filter((line) => line.endsWith('.m4s'));
  const parts = segments.map((segment, n) => {
    const iv = Buffer.alloc(16);
    iv.writeUInt32BE(n, 12);
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    return Buffer.concat([
      decipher.update(files.get(`${name}/${segment}`) ?? Buffer.alloc(0)),
      decipher.final(),
    ]);
  });
  const path = join(folder(), `${name}.mp4`);
  const init = files.get(`${name}/init.mp4`) ?? Buffer.alloc(0);
  await writeFile(path, Buffer.concat([init, ...parts]));
  return { path, playlist, init, segments: parts };
}
