import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_ENTRIES = 2000;

export class BadZip extends Error {
  readonly reason: 'damaged' | 'too_large';
  constructor(reason: 'damaged' | 'too_large') {
    super(reason);
    this.reason = reason;
  }
}

type Entry = { method: number; packed: number; offset: number };
export type Zip = {
  names: readonly string[];
  bytes: (name: string) => Buffer | undefined;
  text: (name: string) => string | undefined;
};

/**
 * A ZIP in memory, unpacked entry by entry when asked, never more than `maxBytes` in all whatever its headers claim.
 * Throws BadZip.
 */
export function openZip(bytes: Buffer, maxBytes: number, maxEntries = MAX_ENTRIES): Zip {
  const entries = directoryOf(bytes, maxEntries);
  let left = maxBytes;
  const read = (name: string) => {
    const entry = entries.get(name);
    if (!entry) return undefined;
    const content = unpacked(bytes, entry, left);
    left -= content.length;
    return content;
  };
  return { names: [...entries.keys()], bytes: read, text: (name) => read(name)?.toString('utf8') };
}

function directoryOf(bytes: Buffer, maxEntries: number): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END) throw new BadZip('damaged');
  const count = bytes.readUInt16LE(end + 10);
  if (count > maxEntries) throw new BadZip('too_large');
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) throw new BadZip('damaged');
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    entries.set(bytes.toString('utf8', at + 46, at + 46 + name), {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

function unpacked(bytes: Buffer, { method, packed, offset }: Entry, left: number): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw new BadZip('damaged');
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const content = bytes.subarray(start, start + packed);
  if (method === 0 && content.length <= left) return content;
  if (method !== 8 || left <= 0) throw new BadZip(method === 8 || method === 0 ? 'too_large' : 'damaged');
  try {
    return inflateRawSync(content, { maxOutputLength: left });
  } catch (error) {
    throw new BadZip((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged');
  }
}
