import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draw } from '../runners/testing/media.ts';
import { findEngine } from '../runners/video/engine/choose.ts';

/** A lecture of some seconds with picture and sound, drawn by the product's own engine. */
export async function drawClip(seconds: number): Promise<Uint8Array<ArrayBuffer>> {
  const engine = findEngine('auto');
  if (!engine) throw new Error('neither FFmpeg nor node-av is there');
  const path = join(tmpdir(), `seodang-clip-${process.pid}-${seconds}.mp4`);
  await draw(engine, path, { seconds, size: '320x180', rate: 15 });
  const bytes = new Uint8Array(await readFile(path));
  await rm(path);
  return bytes;
}

/** The same lecture in a file of that many bytes: players skip a box that is called free. */
export async function padded(clip: Uint8Array<ArrayBuffer>, bytes: number, path: string): Promise<string> {
  const free = Buffer.alloc(bytes - clip.byteLength);
  free.writeUInt32BE(free.byteLength, 0);
  free.write('free', 4);
  await writeFile(path, Buffer.concat([clip, free]));
  return path;
}
