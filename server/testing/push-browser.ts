import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';

const bytesOf = (text: string) => Buffer.from(text, 'base64url');
const derive = (secret: Buffer, salt: Buffer, info: string | Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/** A browser that subscribed: its keys as it tells them, and what it reads in a message for it (RFC 8291, RFC 8188). */
export function pushBrowser() {
  const own = createECDH('prime256v1');
  own.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: own.getPublicKey('base64url'), auth: auth.toString('base64url') },
    read: (body: Buffer): string => {
      const salt = body.subarray(0, 16);
      const sender = body.subarray(21, 21 + (body[20] ?? 0));
      const sealed = body.subarray(21 + sender.length);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), sender]);
      const shared = derive(own.computeSecret(sender), auth, info, 32);
      const key = derive(shared, salt, 'Content-Encoding: aes128gcm\0', 16);
      const opener = createDecipheriv(
        'aes-128-gcm',
        key,
        derive(shared, salt, 'Content-Encoding: nonce\0', 12),
      );
      opener.setAuthTag(sealed.subarray(-16));
      const open = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]);
      // One record, and the last: what was said ends at the mark 2 before the padding.
      return open.subarray(0, open.lastIndexOf(2)).toString();
    },
  };
}

/** What a push service learns of the sender from its header; throws unless the key in it signed it (RFC 8292). */
export function vapidOf(authorization: string): {
  key: string;
  claims: { aud: string; exp: number; sub: string };
} {
  const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(authorization) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = bytesOf(key);
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    bytesOf(signature),
  );
  if (!isSigned) throw new Error('not signed by its key');
  return { key, claims: JSON.parse(bytesOf(body).toString()) };
}
