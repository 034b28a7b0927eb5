import { createReadStream } from 'node:fs';
import { boxesIn, boxOf, findAll, findOne, header_bytes, missing, topBoxes, words } from './boxes.ts';
import {
  type Fragment,
  type Init,
  idPlace,
  isInit,
  movedData,
  readMoof,
  readTrack,
  sound_codec,
} from './fmp4.ts';

/** Behind the pictures, which the engine numbers 1. */
const sound_id = 2;
const default_base_is_moof = 0x020000;
const default_flags_given = 0x20;
const key_sample = 0x02000000;
const trun_flags = 0x1 | 0x100 | 0x200;

type SoundSample = { start: number; duration: number; bytes: Buffer };
type SoundInit = { trak: Buffer; trex: Buffer; timescale: number };

function readSoundInit(moov: Buffer): SoundInit {
  const content = (path: string) => {
    const { start, end } = findOne(moov, path);
    return Buffer.from(moov.subarray(start, end));
  };
  const track = findAll(moov, 'moov/trak')[0] ?? missing('sound track');
  const { timescale } = readTrack(moov, track);
  const trak = content('moov/trak');
  trak.writeUInt32BE(sound_id, idPlace(trak, findOne(trak, 'tkhd').start));
  const trex = content('moov/mvex/trex');
  trex.writeUInt32BE(sound_id, 4);
  return { trak: boxOf('trak', trak), trex: boxOf('trex', trex), timescale };
}

function* samplesOf(moof: Buffer, mdat: Buffer): Generator<SoundSample> {
  const [track] = readMoof(moof);
  if (!track) return;
  let { start } = track;
  let at = header_bytes;
  for (const { duration, size } of track.samples) {
    yield { start, duration, bytes: mdat.subarray(at, at + size) };
    start += duration;
    at += size;
  }
}

/** Reads a lecture's sound, a fragmented MP4 of one track, from its start on as it is wanted. */
class Sound {
  readonly #samples: AsyncGenerator<SoundSample>;
  #init: SoundInit | undefined;
  #next: SoundSample | undefined;

  constructor(path: string) {
    this.#samples = this.#read(path);
  }

  async #load(): Promise<void> {
    const { value } = await this.#samples.next();
    this.#next = value ?? undefined;
  }

  async init(): Promise<SoundInit> {
    await this.#load();
    return this.#init ?? missing('sound track');
  }

  /** What comes next and begins before that second. */
  async until(seconds: number): Promise<SoundSample[]> {
    const { timescale } = this.#init ?? missing('sound track');
    const taken: SoundSample[] = [];
    while (this.#next && this.#next.start < seconds * timescale) {
      taken.push(this.#next);
      await this.#load();
    }
    return taken;
  }

  async *#read(path: string): AsyncGenerator<SoundSample> {
    let moof = Buffer.alloc(0);
    for await (const { type, pieces } of topBoxes(createReadStream(path))) {
      if (type === 'moov') this.#init = readSoundInit(Buffer.concat(pieces));
      if (type === 'moof') moof = Buffer.concat(pieces);
      if (type === 'mdat') yield* samplesOf(moof, Buffer.concat(pieces));
    }
  }
}

/** An Init of pictures with the sound as its second track. */
function withTrack(init: Init, { trak, trex }: SoundInit): Init {
  const { bytes } = init;
  const moov = findOne(bytes, 'moov');
  const parts = [...boxesIn(bytes, moov.start, moov.end)].flatMap(({ type, start, end }) => {
    const content = bytes.subarray(start, end);
    if (type === 'mvhd') return [boxOf(type, content.subarray(0, -4), words(sound_id + 1))];
    if (type === 'mvex') return [trak, boxOf(type, content, trex)];
    return [boxOf(type, content)];
  });
  const all = Buffer.concat([bytes.subarray(0, moov.start - header_bytes), boxOf('moov', ...parts)]);
  return { ...init, bytes: all, has_audio: true, codecs: `${init.codecs},${sound_codec}` };
}

/** A traf of sound whose data begins that many bytes behind the start of its moof. */
function trafOf(samples: readonly SoundSample[], data_offset: number): Buffer {
  const start = samples[0]?.start ?? 0;
  const tfdt = words(0x01000000, Math.floor(start / 2 ** 32), start % 2 ** 32);
  const table = samples.flatMap(({ duration, bytes }) => [duration, bytes.length]);
  return boxOf(
    'traf',
    boxOf('tfhd', words(default_base_is_moof | default_flags_given, sound_id, key_sample)),
    boxOf('tfdt', tfdt),
    boxOf('trun', words(trun_flags, samples.length, data_offset, ...table)),
  );
}

/** A fragment of pictures with sound behind them: one moof with both tracks, one mdat. */
function withSamples(fragment: Fragment, samples: readonly SoundSample[]): Fragment {
  if (samples.length === 0) return fragment;
  const { moof, mdat } = fragment;
  const [first = Buffer.alloc(0), ...others] = mdat;
  const picture_bytes = mdat.reduce((sum, { length }) => sum + length, -header_bytes);
  const grown = trafOf(samples, 0).length;
  const traf = trafOf(samples, moof.length + grown + header_bytes + picture_bytes);
  const sound = Buffer.concat(samples.map(({ bytes }) => bytes));
  const header = Buffer.concat([
    words(header_bytes + picture_bytes + sound.length),
    Buffer.from('mdat', 'latin1'),
  ]);
  return {
    ...fragment,
    moof: boxOf('moof', movedData(moof, grown), traf),
    mdat: [header, first.subarray(header_bytes), ...others, sound],
  };
}

/**
 * Puts the sound at `path` into a rendition, each fragment with what sounds during it, the last with all that is left.
 * Done here and not by the engine: an engine that makes poster and storyboard beside a rendition holds back the sound
 * of that rendition until they are done (seen in FFmpeg 5.1), so most segments would be silent.
 */
export async function* withSound(
  parts: AsyncIterable<Init | Fragment>,
  path: string,
): AsyncGenerator<Init | Fragment> {
  const sound = new Sound(path);
  let held: Fragment | null = null;
  for await (const part of parts) {
    if (isInit(part)) {
      yield withTrack(part, await sound.init());
      continue;
    }
    if (held) yield withSamples(held, await sound.until(part.start));
    held = part;
  }
  if (held) yield withSamples(held, await sound.until(Number.POSITIVE_INFINITY));
}
