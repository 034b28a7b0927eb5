import { pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export type ZipEntry = { name: string; content: AsyncIterable<string> | Iterable<string> };

const VERSION = 20;
/** Sizes follow the content; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01, the first day that there is: the same content makes the same file. */
const DAY = 33;

/** A ZIP file as it is made, entry by entry, in constant memory; below 4 GiB, since nothing here is larger. */
export async function* zipFile(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const listed: Buffer[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const start = offset;
    const head = localHeader(name);
    yield head;
    const sizes = { crc: 0, size: 0, packed: 0 };
    for await (const piece of deflated(content, sizes)) {
      sizes.packed += piece.length;
      yield piece;
    }
    const tail = descriptor(sizes);
    yield tail;
    offset += head.length + sizes.packed + tail.length;
    listed.push(listing(name, sizes, start));
  }
  const list = Buffer.concat(listed);
  yield list;
  yield ending(listed.length, list.length, offset);
}

type Sizes = { crc: number; size: number; packed: number };

function deflated(content: ZipEntry['content'], sizes: Sizes): AsyncIterable<Buffer> {
  const measured = async function* () {
    for await (const text of content) {
      const piece = Buffer.from(text);
      sizes.crc = crc32(piece, sizes.crc);
      sizes.size += piece.length;
      yield piece;
    }
  };
  // A failure reaches whoever reads the last stream.
  return pipeline(measured, createDeflateRaw({ level: 3 }), () => {});
}

function fields(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}

function localHeader(name: string): Buffer {
  const bytes = Buffer.from(name);
  return Buffer.concat([
    fields([4, 0x04034b50], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DAY], [4, 0], [4, 0], [4, 0]),
    fields([2, bytes.length], [2, 0]),
    bytes,
  ]);
}

const descriptor = ({ crc, size, packed }: Sizes) =>
  fields([4, 0x08074b50], [4, crc], [4, packed], [4, size]);

function listing(name: string, { crc, size, packed }: Sizes, offset: number): Buffer {
  const bytes = Buffer.from(name);
  return Buffer.concat([
    fields([4, 0x02014b50], [2, VERSION], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DAY]),
    fields(
      [4, crc],
      [4, packed],
      [4, size],
      [2, bytes.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ),
    bytes,
  ]);
}

const ending = (count: number, size: number, offset: number) =>
  fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
