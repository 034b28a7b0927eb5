import type { Rendition } from '@seodang/contract/transcode.ts';
import type { z } from 'zod';
import { encryptSegment } from './encrypt.ts';
import { EngineFailure, type EngineProcess } from './engine/child-process.ts';
import { type Init, isInit, readFragments } from './fmp4.ts';
import type { FrameRate, Rung } from './ladder.ts';
import { bandwidthOf, mediaPlaylist, type Segment } from './playlists.ts';
import { withSound } from './sound-track.ts';
import { readPictures, sheetName } from './storyboard.ts';

/** Takes an output file; resolves when there is room for the next one. */
export type Put = (
  name: string,
  content_type: string,
  body: Uint8Array | readonly Uint8Array[],
) => Promise<void>;

export type Making = {
  rung: Rung;
  rate: FrameRate;
  key: Buffer;
  key_uri: string;
  put: Put;
  /** Where the encoded sound lies; null for a silent source. */
  sound_path: string | null;
  /** Called with the seconds made so far. */
  made(seconds: number): void;
};

export type Made = { rendition: z.infer<typeof Rendition>; duration: number; has_audio: boolean };

const types = { segment: 'video/iso.segment', init: 'video/mp4', playlist: 'application/vnd.apple.mpegurl' };
export const bytesOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);

/**
 * Takes a rendition from the engine's pipe: each fragment is encrypted and put away as it comes, so neither disk nor
 * memory grows with the lecture. Null when the pipe gave nothing.
 */
export async function takeRendition(pipe: AsyncIterable<Buffer>, making: Making): Promise<Made | null> {
  const { rung, rate, key, put, sound_path } = making;
  const segments: Segment[] = [];
  let init: Init | null = null;
  let duration = 0;
  const pictures = readFragments(pipe);
  for await (const part of sound_path === null ? pictures : withSound(pictures, sound_path)) {
    if (isInit(part)) {
      init = part;
      await put(`${rung.name}/init.mp4`, types.init, part.bytes);
      continue;
    }
    const name = `${String(segments.length).padStart(5, '0')}.m4s`;
    const body = encryptSegment(key, segments.length, [part.moof, ...part.mdat]);
    segments.push({ name, duration: part.duration, bytes: bytesOf(body) });
    duration += part.duration;
    await put(`${rung.name}/${name}`, types.segment, body);
    making.made(duration);
  }
  if (!init || segments.length === 0) return null;
  await put(
    `${rung.name}/index.m3u8`,
    types.playlist,
    Buffer.from(mediaPlaylist('init.mp4', segments, making.key_uri)),
  );
  const { name, width, height } = rung;
  const shape = { name, width, height, frame_rate: rate.num / rate.den, codecs: init.codecs };
  return { rendition: { ...shape, ...bandwidthOf(segments) }, duration, has_audio: init.has_audio };
}

/** Puts away the poster; whether there was one. */
export async function takePoster(pipe: AsyncIterable<Buffer>, put: Put): Promise<boolean> {
  let taken = false;
  for await (const picture of readPictures(pipe)) {
    if (!taken) await put('poster.jpg', 'image/jpeg', picture);
    taken = true;
  }
  return taken;
}

/** Puts away the storyboard's sheets; how many there were. */
export async function takeSheets(pipe: AsyncIterable<Buffer>, put: Put): Promise<number> {
  let sheets = 0;
  for await (const sheet of readPictures(pipe)) await put(sheetName(sheets++), 'image/jpeg', sheet);
  return sheets;
}

/**
 * Waits for a child and for all who read from it. When one of them fails the child is stopped, and the error is the
 * one that came first: a broken pipe is only the echo of a child that failed.
 */
export async function together<T>(
  child: EngineProcess,
  stop: (why: unknown) => void,
  reading: Promise<T>,
): Promise<T> {
  const ended = child.done.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  try {
    const taken = await reading;
    const end = await ended;
    if (end) throw end.error;
    return taken;
  } catch (error) {
    stop(error);
    const end = await ended;
    throw end?.error instanceof EngineFailure ? end.error : error;
  }
}
