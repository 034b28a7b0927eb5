import { decodeCp949 } from '#core/cp949.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp949';

/** Text of a file that does not say how it is encoded: by byte-order mark, else UTF-8 if it is valid, else CP949 (Korean Excel). */
export function decodeText(bytes: Buffer): { text: string; encoding: Encoding } | undefined {
  const encoding = encodingOf(bytes);
  try {
    if (encoding === 'cp949') return { text: decodeCp949(bytes), encoding };
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 2000);
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  if (Math.max(...zeros) > head.length / 8)
    return (zeros[1] ?? 0) > (zeros[0] ?? 0) ? 'utf-16le' : 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'cp949';
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
