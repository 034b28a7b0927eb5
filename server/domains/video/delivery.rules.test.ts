import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  parseMediaPath,
  type SigningKeys,
  signFile,
  signPrefix,
  verifyFile,
  verifyPrefix,
} from './delivery.rules.ts';

type Vector =
  | { kind: 'prefix'; secret: string; kid: string; path: string; sid: string; exp: number; token: string }
  | {
      kind: 'file';
      secret: string;
      kid: string;
      path: string;
      uid: number | null;
      exp: number;
      query: string;
    };
const all: (Vector | { kind: 'request' })[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'delivery.vectors.json'), 'utf8'),
);
/** Those of whole requests are asked of every verifier in deploy/edge. */
const vectors = all.filter((vector): vector is Vector => vector.kind !== 'request');

const keys: SigningKeys = [{ id: 'v2', secret: 'a new secret, 16+' }];
const rotating: SigningKeys = [{ id: 'v3', secret: 'a newer secret, 16+' }, keys[0]];
const prefix = '/media/hls/seodang/videos/7/12-1/';
const poster = `${prefix}poster.jpg`;
const now = new Date('2026-11-21T10:00:00Z');
const soon = now.getTime() / 1000 + 60;
const later = new Date(now.getTime() + 60_000);

test.each(vectors)('the vectors that every verifier is held to: $kind $path', (vector) => {
  const own: SigningKeys = [{ id: vector.kid, secret: vector.secret }];
  if (vector.kind === 'prefix')
    expect(signPrefix(own, vector.path, vector.sid, vector.exp)).toBe(vector.token);
  else expect(signFile(own, vector.path, vector.uid ?? undefined, vector.exp)).toBe(vector.query);
});

describe('a prefix token', () => {
  const token = signPrefix(keys, prefix, 'b7e1', soon);

  test('opens its prefix for its viewer until its time is over', () => {
    expect(verifyPrefix(keys, prefix, token, now)).toBe('b7e1');
    expect(verifyPrefix(keys, prefix, token, later)).toBeUndefined();
  });

  test('opens no other prefix, and nothing when a part of it was changed', () => {
    expect(verifyPrefix(keys, '/media/hls/seodang/videos/8/12-1/', token, now)).toBeUndefined();
    const [exp, sid, kid, sig] = token.split('.');
    const changed = [
      [Number(exp) + 1, sid, kid, sig],
      [exp, 'b7e2', kid, sig],
      [exp, sid, 'v1', sig],
      [exp, sid, kid, `${sig?.slice(0, -2)}AA`],
    ];
    for (const parts of changed) expect(verifyPrefix(keys, prefix, parts.join('.'), now)).toBeUndefined();
    for (const text of ['', '....', token.slice(1), `${token}.x`])
      expect(verifyPrefix(keys, prefix, text, now)).toBeUndefined();
  });

  test('outlives a change of the key while the old one is kept, and not longer', () => {
    expect(verifyPrefix(rotating, prefix, token, now)).toBe('b7e1');
    expect(signPrefix(rotating, prefix, 'b7e1', soon)).toContain('.v3.');
    expect(verifyPrefix([rotating[0]], prefix, token, now)).toBeUndefined();
  });
});

describe('a signed file', () => {
  const query = (uid?: number) =>
    Object.fromEntries(new URLSearchParams(signFile(keys, poster, uid, soon))) as never;

  test('opens exactly that file, for its user, until its time is over', () => {
    expect(verifyFile(keys, poster, query(5), now)).toBe(true);
    expect(verifyFile(keys, poster, query(), now)).toBe(true);
    expect(verifyFile(keys, `${prefix}master.m3u8`, query(5), now)).toBe(false);
    expect(verifyFile(keys, poster, { ...(query(5) as object), uid: '6' } as never, now)).toBe(false);
    expect(verifyFile(keys, poster, query(5), later)).toBe(false);
  });
});

test('only canonical paths of outputs are taken apart', () => {
  expect(parseMediaPath(`${prefix}720p/seg-1.m4s`)).toEqual({
    ...{ prefix, tenant_code: 'seodang', video_id: 7, version: '12-1' },
    file: '720p/seg-1.m4s',
  });
  const wrong = [
    '',
    'x',
    prefix,
    `${prefix}../8/12-1/a`,
    `${prefix}./a`,
    `${prefix}a//b`,
    `${prefix}%2e%2e/a`,
    `${prefix}.hidden`,
    '/media/hls/seodang/videos/07/12-1/a',
    '/media/hls/Se Odang/videos/7/12-1/a',
    `${prefix}a/`,
    `${prefix}${'a'.repeat(201)}`,
    `${prefix}${'a/'.repeat(250)}a`,
  ];
  for (const path of wrong) expect(parseMediaPath(path)).toBeUndefined();
});
