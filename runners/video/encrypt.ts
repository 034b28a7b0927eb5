import { createCipheriv } from 'node:crypto';

/** AES-128-CBC with padding over one whole segment; the initialisation vector is its media sequence number. */
export function encryptSegment(key: Buffer, sequence: number, segment: Buffer): Buffer<ArrayBuffer> {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(sequence, 12);
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([cipher.update(segment), cipher.final()]);
}
