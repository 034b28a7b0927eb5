import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStorageUnderTest, type StorageUnderTest, storageKinds } from '#testing/storages.ts';
import type { ByteRange } from './storage.ts';

const MB = 1024 * 1024;
const newKey = (extension = 'mp4') => `videos/academy/${randomUUID()}.${extension}`;

describe.each(storageKinds)('a storage on %s', (kind) => {
  let under: StorageUnderTest;
  beforeAll(async () => {
    under = await openStorageUnderTest(kind);
  });
  afterAll(() => under.stop());

  async function read(key: string, range?: ByteRange): Promise<string> {
    const object = await under.storage.get(key, range);
    return object ? (await buffer(object.stream)).toString() : 'nothing';
  }

  test('keeps what is put, and tells what it is by the name alone', async () => {
    const key = newKey('m3u8');
    await under.storage.put(key, Buffer.from('#EXTM3U'));
    expect(await read(key)).toBe('#EXTM3U');
    const head = await under.storage.head(key);
    expect(head).toMatchObject({ key, size: 7, content_type: 'application/vnd.apple.mpegurl' });
    expect(head?.etag).toMatch(/^".+"$/);
    expect(await under.storage.head(newKey())).toBeUndefined();
    expect(await read(newKey())).toBe('nothing');
  });

  test('a later put replaces an earlier one and changes the etag', async () => {
    const key = newKey('txt');
    const first = await under.storage.put(key, Buffer.from('one'));
    const second = await under.storage.put(key, Buffer.from('two'));
    expect(await read(key)).toBe('two');
    expect(second.etag).not.toBe(first.etag);
    expect((await under.storage.head(key))?.etag).toBe(second.etag);
  });

  test('an empty object is an object', async () => {
    const key = newKey();
    await under.storage.put(key, new Uint8Array());
    expect(await under.storage.head(key)).toMatchObject({ size: 0 });
    expect(await read(key)).toBe('');
  });

  test('a body that breaks off leaves nothing behind', async () => {
    const key = newKey();
    async function* breaking() {
      for (let i = 0; i < 20; i += 1) yield randomBytes(MB);
      throw new Error('the source broke');
    }
    await expect(under.storage.put(key, breaking())).rejects.toThrow('the source broke');
    expect(await under.storage.head(key)).toBeUndefined();
    expect((await under.storage.list('videos/')).objects.map((object) => object.key)).not.toContain(key);
  });

  test('a long stream of unknown length arrives whole', async () => {
    const key = newKey();
    const bytes = randomBytes(19 * MB + 7);
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 777_777) {
        await setImmediate();
        yield bytes.subarray(at, at + 777_777);
      }
    }
    await under.storage.put(key, pieces());
    const object = await under.storage.get(key);
    expect(object?.size).toBe(bytes.length);
    if (object) expect((await buffer(object.stream)).equals(bytes)).toBe(true);
  });

  test('ranges are read alone, up to the end, or from behind; behind the end is refused', async () => {
    const key = newKey();
    await under.storage.put(key, Buffer.from('0123456789'));
    expect(await read(key, { start: 2, end: 4 })).toBe('234');
    expect(await read(key, { start: 7 })).toBe('789');
    expect(await read(key, { start: 7, end: 99 })).toBe('789');
    expect(await read(key, { last: 3 })).toBe('789');
    const last = await under.storage.get(key, { last: 3 });
    expect(last).toMatchObject({ size: 10, range: { start: 7, end: 9 } });
    last?.stream.destroy();
    await expect(under.storage.get(key, { start: 10 })).rejects.toMatchObject({
      code: 'range_not_satisfiable',
    });
  });

  test.each([
    '../x',
    'a/../b',
    '/a',
    'a//b',
    'a/',
    '.a',
    'a/.b',
    'a b',
    'a\0',
    'é',
    'a~parts',
    '',
    'a'.repeat(501),
  ])('refuses the key %j', async (key) => {
    await expect(under.storage.put(key, new Uint8Array())).rejects.toThrow('not a key');
    await expect(under.storage.get(key)).rejects.toThrow('not a key');
    await expect(under.storage.signedPut(key, 60)).rejects.toThrow('not a key');
    await expect(under.storage.createUpload(key)).rejects.toThrow('not a key');
  });

  test('lists in the order of the keys, from where the page before ended', async () => {
    const names = ['b.txt', 'a/2.txt', 'a/1.txt', 'a.txt', 'a-b.txt', 'a0/1.txt', 'a/1/x.txt'];
    for (const name of names) await under.storage.put(`list/${name}`, Buffer.from(name));
    const all = [...names].sort().map((name) => `list/${name}`);
    const keysFrom = async (cursor?: string) =>
      (await under.storage.list('list/', cursor)).objects.map((object) => object.key);
    expect(await keysFrom()).toEqual(all);
    for (const [index, cursor] of all.entries()) expect(await keysFrom(cursor)).toEqual(all.slice(index + 1));
    expect((await under.storage.list('list/a/')).objects.map((object) => object.size)).toEqual([7, 9, 7]);
    expect((await under.storage.list('nowhere/')).objects).toEqual([]);
  });

  test('removes one object, or everything below a folder and nothing beside it', async () => {
    for (const name of ['x/1.txt', 'x/y/2.txt', 'xx.txt'])
      await under.storage.put(`gone/${name}`, Buffer.from('.'));
    await under.storage.delete('gone/x/1.txt');
    expect(await under.storage.head('gone/x/1.txt')).toBeUndefined();
    expect(await under.storage.head('gone/x/y/2.txt')).toBeDefined();
    await under.storage.deletePrefix('gone/x/');
    expect((await under.storage.list('gone/')).objects.map(({ key }) => key)).toEqual(['gone/xx.txt']);
    await under.storage.delete('gone/x/1.txt');
    await under.storage.deletePrefix('gone/x/');
    await expect(under.storage.deletePrefix('gone')).rejects.toThrow('not a folder');
  });

  describe('signed addresses', () => {
    test('put and get without any other credentials, with ranges', async () => {
      const key = newKey();
      const put = await under.storage.signedPut(key, 60);
      expect(put.headers).toEqual({ 'content-type': 'video/mp4' });
      const arrived = await under.send(put, Buffer.from('0123456789'));
      expect(arrived.status).toBe(200);
      expect(arrived.headers.get('etag')).toBe((await under.storage.head(key))?.etag);

      const url = await under.storage.signedGet(key, 60);
      const whole = await under.fetch(url);
      expect(whole.headers.get('content-type')).toBe('video/mp4');
      expect(whole.headers.get('content-disposition')).toBe('attachment');
      expect(await whole.text()).toBe('0123456789');
      const part = await under.fetch(url, { headers: { range: 'bytes=3-5' } });
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
        206,
        'bytes 3-5/10',
        '345',
      ]);
      const end = await under.fetch(url, { headers: { range: 'bytes=-2' } });
      expect([end.status, await end.text()]).toEqual([206, '89']);
      const several = await under.fetch(url, { headers: { range: 'bytes=9-3' } });
      expect([several.status, await several.text()]).toEqual([200, '0123456789']);
      const outside = await under.fetch(url, { headers: { range: 'bytes=10-' } });
      expect(outside.status).toBe(416);
    });

    test('are refused when anything in them or about them is another', async () => {
      const key = newKey();
      const other = newKey();
      await under.storage.put(key, Buffer.from('secret'));
      await under.storage.put(other, Buffer.from('other'));
      const get = await under.storage.signedGet(key, 60);
      const put = await under.storage.signedPut(key, 60);
      const tampered = get.replace(
        /(signature=)(.)/i,
        (_, name, first) => name + (first === '0' ? '1' : '0'),
      );
      const later = get.replace(/(expires=)(\d+)/i, (_, name, value) => name + (Number(value) + 1000));
      const bytes = Buffer.from('changed');
      const statuses = await Promise.all([
        under.fetch(tampered),
        under.fetch(later),
        under.fetch(get.replace(key, other)),
        under.fetch(get, { method: 'PUT', headers: put.headers, body: bytes }),
        under.fetch(get, { method: 'DELETE' }),
        under.fetch(put.url),
        under.send({ ...put, headers: { 'content-type': 'text/html' } }, bytes),
        under.send({ ...put, url: `${put.url}0` }, bytes),
        under.fetch(await under.earlier.signedGet(key, 60)),
        under.send(await under.earlier.signedPut(key, 60), bytes),
      ]);
      for (const { status } of statuses) expect([403, 404]).toContain(status);
      expect(await read(key)).toBe('secret');
    });

    test('of what is not there answer 404', async () => {
      expect((await under.fetch(await under.storage.signedGet(newKey(), 60))).status).toBe(404);
    });

    test('a connection that is cut in the middle of a put leaves what was there', async () => {
      const key = newKey();
      await under.storage.put(key, Buffer.from('before'));
      under.next('cut');
      const put = await under.storage.signedPut(key, 60);
      await expect(under.send(put, randomBytes(4 * MB))).rejects.toThrow();
      expect(await read(key)).toBe('before');
      expect((await under.send(put, Buffer.from('after'))).status).toBe(200);
      expect(await read(key)).toBe('after');
    });
  });
});
