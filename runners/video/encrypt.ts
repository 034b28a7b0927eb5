import { createCipheriv } from 'node:crypto';

/**
 * AES-128-CBC with padding over one whole segment, given and returned in pieces; the initialisation vector is its
 * media sequence number.
 */
export function encryptSegment(key: Buffer, sequence: number, pieces: readonly Buffer[]): Buffer[] {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(sequence, 12);
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return [...pieces.map((piece) => cipher.update(piece)), cipher.final()];
}
