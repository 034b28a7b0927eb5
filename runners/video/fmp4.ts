type Box = { type: string; start: number; end: number };

const header = 8;
/** Longer than any four seconds of any rendition; a stream that claims more is not ours. */
const largest_box = 256 * 2 ** 20;

function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at + header <= to; ) {
    const size = bytes.readUInt32BE(at);
    if (size < header || at + size > to) throw new Error('damaged box');
    yield { type: bytes.toString('latin1', at + 4, at + 8), start: at + header, end: at + size };
    at += size;
  }
}

/** All boxes at the end of a path, e.g. `moov/trak/mdia`. */
function find(bytes: Buffer, path: string, within: { start: number; end: number }): Box[] {
  const [first = '', ...rest] = path.split('/');
  const here = [...boxesIn(bytes, within.start, within.end)].filter(({ type }) => type === first);
  return rest.length === 0 ? here : here.flatMap((box) => find(bytes, rest.join('/'), box));
}

const whole = (bytes: Buffer) => ({ start: 0, end: bytes.length });

type Track = { id: number; timescale: number };
export type Init = { bytes: Buffer; video: Track; has_audio: boolean; codecs: string };
/** A moof and its mdat: one group of pictures. */
export type Fragment = { pieces: Buffer[]; start: number; duration: number };

const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();

/** Reads what playlists need from an initialisation segment (ftyp and moov). */
function readInit(bytes: Buffer): Init {
  let video: Track | null = null;
  const codecs: string[] = [];
  for (const trak of find(bytes, 'moov/trak', whole(bytes))) {
    const one = (path: string) => find(bytes, path, trak)[0] ?? missing(path);
    const handler = one('mdia/hdlr').start;
    const kind = bytes.toString('latin1', handler + 8, handler + 12);
    const mdhd = one('mdia/mdhd').start;
    const tkhd = one('tkhd').start;
    // Version 1 has 64-bit dates before the field we want.
    const timescale = bytes.readUInt32BE(mdhd + (bytes[mdhd] === 1 ? 20 : 12));
    const id = bytes.readUInt32BE(tkhd + (bytes[tkhd] === 1 ? 20 : 12));
    if (kind === 'vide') {
      video = { id, timescale };
      // avcC: after its version come profile, constraints and level.
      const avcC = bytes.indexOf('avcC', trak.start, 'latin1');
      codecs.unshift(`avc1.${hex(bytes.subarray(avcC + 5, avcC + 8))}`);
    }
    if (kind === 'soun') codecs.push('mp4a.40.2');
  }
  if (!video) return missing('video track');
  return { bytes, video, has_audio: codecs.length > 1, codecs: codecs.join(',') };
}

function missing(what: string): never {
  throw new Error(`no ${what} in the stream`);
}

const flags = { base_offset: 0x1, description: 0x2, duration: 0x8, data_offset: 0x1, first_flags: 0x4 };
const perSample = { duration: 0x100, size: 0x200, flags: 0x400, offset: 0x800 };

function readTfhd(bytes: Buffer, { start }: Box): { id: number; duration: number } {
  const set = bytes.readUInt32BE(start) & 0xffffff;
  const at = start + 8 + (set & flags.base_offset ? 8 : 0) + (set & flags.description ? 4 : 0);
  return { id: bytes.readUInt32BE(start + 4), duration: set & flags.duration ? bytes.readUInt32BE(at) : 0 };
}

function durationOfTrun(bytes: Buffer, { start }: Box, usual: number): number {
  const set = bytes.readUInt32BE(start) & 0xffffff;
  const count = bytes.readUInt32BE(start + 4);
  if (!(set & perSample.duration)) return count * usual;
  const stride = 4 * Object.values(perSample).filter((flag) => set & flag).length;
  const first = start + 8 + (set & flags.data_offset ? 4 : 0) + (set & flags.first_flags ? 4 : 0);
  let sum = 0;
  for (let n = 0; n < count; n++) sum += bytes.readUInt32BE(first + n * stride);
  return sum;
}

/** Start and duration of a fragment's pictures, in seconds, out of its moof. */
function timesOf(bytes: Buffer, { video }: Init): { start: number; duration: number } {
  for (const traf of find(bytes, 'moof/traf', whole(bytes))) {
    const tfhd = readTfhd(bytes, find(bytes, 'tfhd', traf)[0] ?? missing('tfhd'));
    if (tfhd.id !== video.id) continue;
    const tfdt = (find(bytes, 'tfdt', traf)[0] ?? missing('tfdt')).start;
    const start = bytes[tfdt] === 1 ? Number(bytes.readBigUInt64BE(tfdt + 4)) : bytes.readUInt32BE(tfdt + 4);
    const truns = find(bytes, 'trun', traf);
    const ticks = truns.reduce((sum, trun) => sum + durationOfTrun(bytes, trun, tfhd.duration), 0);
    return { start: start / video.timescale, duration: ticks / video.timescale };
  }
  return missing('pictures');
}

type TopBox = { type: string; pieces: Buffer[]; left: number };

/** Cuts a stream into its top-level boxes, each in the pieces that it came in: nothing large is ever joined. */
async function* topBoxes(stream: AsyncIterable<Buffer>): AsyncGenerator<TopBox> {
  let pending: Buffer = Buffer.alloc(0);
  let box: TopBox | null = null;
  for await (const piece of stream) {
    let rest: Buffer = pending.length > 0 ? Buffer.concat([pending, piece]) : piece;
    pending = Buffer.alloc(0);
    while (rest.length > 0) {
      if (!box && rest.length < header) {
        pending = rest;
        break;
      }
      box ??= { type: rest.toString('latin1', 4, 8), pieces: [], left: mustBeSize(rest.readUInt32BE(0)) };
      const part = rest.subarray(0, box.left);
      box.pieces.push(part);
      box.left -= part.length;
      rest = rest.subarray(part.length);
      if (box.left > 0) continue;
      yield box;
      box = null;
    }
  }
  if (box || pending.length > 0) throw new Error('stream ends inside a box');
}

function mustBeSize(size: number): number {
  if (size < header || size > largest_box) throw new Error('damaged box');
  return size;
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
    if (type === 'mdat') {
      yield { ...timesOf(head, init ?? missing('moov')), pieces: [head, ...pieces] };
    }
  }
}
