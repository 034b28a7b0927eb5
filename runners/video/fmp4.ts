import { type Box, boxesIn, findAll, findOne, missing, topBoxes } from './boxes.ts';

export type Track = { id: number; timescale: number };
export type Init = { bytes: Buffer; video: Track; has_audio: boolean; codecs: string };
/** A moof and the pieces of its mdat: one group of pictures, in seconds. */
export type Fragment = { moof: Buffer; mdat: Buffer[]; start: number; duration: number };
/** One frame of a track, in the ticks of its timescale and in bytes. */
export type Sample = { duration: number; size: number };

const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();

/** What a trak box is of, e.g. `vide`, with its id and timescale. */
export function readTrack(bytes: Buffer, trak: Box): Track & { kind: string } {
  const place = (path: string) => findOne(bytes, path, trak).start;
  const handler = place('mdia/hdlr') + 8;
  const mdhd = place('mdia/mdhd');
  return {
    kind: bytes.toString('latin1', handler, handler + 4),
    id: bytes.readUInt32BE(idPlace(bytes, place('tkhd'))),
    // Version 1 has 64-bit dates before the field we want.
    timescale: bytes.readUInt32BE(mdhd + (bytes[mdhd] === 1 ? 20 : 12)),
  };
}

/** Where a tkhd's content holds the id of its track. */
export const idPlace = (bytes: Buffer, tkhd: number): number => tkhd + (bytes[tkhd] === 1 ? 20 : 12);

/** Reads what playlists need from an initialisation segment (ftyp and moov). */
function readInit(bytes: Buffer): Init {
  let video: Track | null = null;
  const codecs: string[] = [];
  for (const trak of findAll(bytes, 'moov/trak')) {
    const { kind, id, timescale } = readTrack(bytes, trak);
    if (kind === 'vide') {
      video = { id, timescale };
      // avcC: after its version come profile, constraints and level.
      const avcC = bytes.indexOf('avcC', trak.start, 'latin1');
      codecs.unshift(`avc1.${hex(bytes.subarray(avcC + 5, avcC + 8))}`);
    }
    if (kind === 'soun') codecs.push(sound_codec);
  }
  if (!video) return missing('video track');
  return { bytes, video, has_audio: codecs.length > 1, codecs: codecs.join(',') };
}

export const sound_codec = 'mp4a.40.2';

const inTfhd = { base_offset: 0x1, description: 0x2, duration: 0x8, size: 0x10 };
const inTrun = { data_offset: 0x1, first_flags: 0x4 };
const perSample = { duration: 0x100, size: 0x200, flags: 0x400, offset: 0x800 };
const flagsOf = (bytes: Buffer, { start }: Box) => bytes.readUInt32BE(start) & 0xffffff;

/** What a tfhd says of all samples of its fragment. */
function readTfhd(bytes: Buffer, box: Box): Sample & { id: number } {
  const set = flagsOf(bytes, box);
  let at = box.start + 8 + (set & inTfhd.base_offset ? 8 : 0) + (set & inTfhd.description ? 4 : 0);
  const next = (flag: number) => {
    if (!(set & flag)) return 0;
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  return { id: bytes.readUInt32BE(box.start + 4), duration: next(inTfhd.duration), size: next(inTfhd.size) };
}

function* samplesOfTrun(bytes: Buffer, trun: Box, usual: Sample): Generator<Sample> {
  const set = flagsOf(bytes, trun);
  const count = bytes.readUInt32BE(trun.start + 4);
  let at = trun.start + 8 + (set & inTrun.data_offset ? 4 : 0) + (set & inTrun.first_flags ? 4 : 0);
  const next = (flag: number, otherwise: number) => {
    if (!(set & flag)) return otherwise;
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  for (let n = 0; n < count; n++) {
    const sample = {
      duration: next(perSample.duration, usual.duration),
      size: next(perSample.size, usual.size),
    };
    next(perSample.flags, 0);
    next(perSample.offset, 0);
    yield sample;
  }
}

/** The samples of each track in a moof, and where the first of them starts, in ticks. */
export function readMoof(bytes: Buffer): { id: number; start: number; samples: Sample[] }[] {
  return findAll(bytes, 'moof/traf').map((traf) => {
    const tfhd = readTfhd(bytes, findOne(bytes, 'tfhd', traf));
    const { start: tfdt } = findOne(bytes, 'tfdt', traf);
    const start = bytes[tfdt] === 1 ? Number(bytes.readBigUInt64BE(tfdt + 4)) : bytes.readUInt32BE(tfdt + 4);
    const truns = [...boxesIn(bytes, traf.start, traf.end)].filter(({ type }) => type === 'trun');
    return { id: tfhd.id, start, samples: truns.flatMap((trun) => [...samplesOfTrun(bytes, trun, tfhd)]) };
  });
}

/** A copy of a moof's content whose data lies that many bytes further behind it. */
export function movedData(moof: Buffer, by: number): Buffer {
  const moved = Buffer.from(moof);
  for (const trun of findAll(moved, 'moof/traf/trun')) {
    const place = trun.start + 8;
    if (flagsOf(moved, trun) & inTrun.data_offset) moved.writeInt32BE(moved.readInt32BE(place) + by, place);
  }
  return moved.subarray(8);
}

function fragmentOf(moof: Buffer, mdat: Buffer[], { video }: Init): Fragment {
  const pictures = readMoof(moof).find(({ id }) => id === video.id) ?? missing('pictures');
  const ticks = pictures.samples.reduce((sum, { duration }) => sum + duration, 0);
  return { moof, mdat, start: pictures.start / video.timescale, duration: ticks / video.timescale };
}

/** Reads a fragmented MP4 stream whose fragments begin with key frames: first its Init, then its fragments. */
export async function* readFragments(stream: AsyncIterable<Buffer>): AsyncGenerator<Init | Fragment> {
  let init: Init | null = null;
  let head = Buffer.alloc(0);
  for await (const { type, pieces } of topBoxes(stream)) {
    if (type === 'ftyp' || type === 'moof') head = Buffer.concat(pieces);
    if (type === 'moov') {
      init = readInit(Buffer.concat([head, ...pieces]));
      yield init;
    }
    if (type === 'mdat') yield fragmentOf(head, pieces, init ?? missing('moov'));
  }
}

export const isInit = (part: Init | Fragment): part is Init => 'codecs' in part;
