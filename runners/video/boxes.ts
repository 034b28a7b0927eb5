/** A box inside bytes that are at hand: where its content starts and ends. */
export type Box = { type: string; start: number; end: number };
/** A box of the top level, in the pieces that it came in. */
export type TopBox = { type: string; pieces: Buffer[] };

export const header_bytes = 8;
/** Longer than any four seconds of any rendition; a stream that claims more is not ours. */
const largest_box = 256 * 2 ** 20;

/** The boxes between two places of the bytes. Throws when one reaches beyond them. */
export function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at + header_bytes <= to; ) {
    const size = bytes.readUInt32BE(at);
    if (size < header_bytes || at + size > to) throw new Error('damaged box');
    yield { type: bytes.toString('latin1', at + 4, at + 8), start: at + header_bytes, end: at + size };
    at += size;
  }
}

/** All boxes at the end of a path, e.g. `moov/trak/mdia`. */
export function findAll(bytes: Buffer, path: string, within = { start: 0, end: bytes.length }): Box[] {
  const [first = '', ...rest] = path.split('/');
  const here = [...boxesIn(bytes, within.start, within.end)].filter(({ type }) => type === first);
  return rest.length === 0 ? here : here.flatMap((box) => findAll(bytes, rest.join('/'), box));
}

/** The first box at the end of a path; throws when there is none. */
export function findOne(bytes: Buffer, path: string, within?: { start: number; end: number }): Box {
  return findAll(bytes, path, within)[0] ?? missing(path);
}

export function missing(what: string): never {
  throw new Error(`no ${what} in the stream`);
}

/** Numbers of 32 bits, as boxes hold them. */
export function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, n) => {
    bytes.writeUInt32BE(value, 4 * n);
  });
  return bytes;
}

/** A box around its content. */
export function boxOf(type: string, ...content: readonly Buffer[]): Buffer {
  const size = content.reduce((sum, { length }) => sum + length, header_bytes);
  return Buffer.concat([words(size), Buffer.from(type, 'latin1'), ...content]);
}

/** Cuts a stream into its top-level boxes, each in the pieces that it came in: nothing large is ever joined. */
export async function* topBoxes(stream: AsyncIterable<Buffer>): AsyncGenerator<TopBox> {
  let pending: Buffer = Buffer.alloc(0);
  let box: (TopBox & { left: number }) | null = null;
  for await (const piece of stream) {
    let rest: Buffer = pending.length > 0 ? Buffer.concat([pending, piece]) : piece;
    pending = Buffer.alloc(0);
    while (rest.length > 0) {
      if (!box && rest.length < header_bytes) {
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
  if (size < header_bytes || size > largest_box) throw new Error('damaged box');
  return size;
}
