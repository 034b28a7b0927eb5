import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { mountSmallDisk } from '#testing/small-disk.ts';
import { serveFolder } from '#testing/storages.ts';
import { type DiskOptions, type DiskStorage, openDisk } from './disk.ts';
import type { SignedPut } from './storage.ts';

const MB = 1024 * 1024;
const HOUR_MS = 3_600_000;

async function openFolder(options: Partial<DiskOptions> = {}) {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), 'seodang-disk-')));
  const storage = openDisk({
    secret: 'a secret',
    clock: () => new Date(),
    reserve_bytes: 0,
    ...options,
    root,
  });
  const server = await serveFolder(storage);
  return {
    root,
    storage,
    temporary: () => readdir(join(root, 'tmp')),
    fetch: (url: string, init?: RequestInit) => fetch(new URL(url, server.url), init),
    send: ({ method, url, headers }: SignedPut, body: Uint8Array<ArrayBuffer> | ReadableStream) =>
      fetch(new URL(url, server.url), { method, headers, body, duplex: 'half' } as RequestInit),
    stop: () => server.stop(),
  };
}

async function contentOf(storage: DiskStorage, key: string): Promise<Buffer> {
  const object = await storage.get(key);
  return object ? buffer(object.stream) : Buffer.from('nothing');
}

describe('a folder as storage', () => {
  let disk: Awaited<ReturnType<typeof openFolder>>;
  beforeAll(async () => {
    disk = await openFolder();
  });
  afterAll(async () => {
    await disk.stop();
    await rm(disk.root, { recursive: true });
  });

  test('hands out nothing that a browser would run', async () => {
    for (const name of ['page.html', 'image.svg', 'script.js', 'noextension']) {
      await disk.storage.put(`evil/${name}`, Buffer.from('<script>alert(1)</script>'));
      const reply = await disk.fetch(await disk.storage.signedGet(`evil/${name}`, 60));
      expect(Object.fromEntries(reply.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'content-disposition': 'attachment',
        'content-security-policy': "default-src 'none'; sandbox",
      });
    }
  });

  test('a part that is still arriving when the upload is completed cannot change the object', async () => {
    const key = 'late/video.mp4';
    const id = await disk.storage.createUpload(key);
    const part = await disk.storage.signedPart(key, id, 1, 60);
    expect((await disk.send(part, Buffer.from('the real one'))).status).toBe(200);
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    async function* slowly() {
      yield Buffer.from('another ');
      begun.resolve();
      await gate.promise;
      yield Buffer.from('one');
    }
    const late = disk.send(part, ReadableStream.from(slowly()));
    await begun.promise;
    const made = await disk.storage.completeUpload(key, id, await disk.storage.listParts(key, id));
    gate.resolve();
    expect((await late).status).toBe(404);
    expect((await contentOf(disk.storage, key)).toString()).toBe('the real one');
    expect((await disk.storage.head(key))?.etag).toBe(made.etag);
    expect(await disk.temporary()).toEqual([]);
  });

  test('completions at once all get the object, and leave nothing else', async () => {
    for (const key of Array.from({ length: 20 }, (_, index) => `twice/${index}.mp4`)) {
      const id = await disk.storage.createUpload(key);
      await disk.send(await disk.storage.signedPart(key, id, 1, 60), Buffer.from('bytes'));
      const parts = await disk.storage.listParts(key, id);
      const all = await Promise.all(
        Array.from({ length: 12 }, () => disk.storage.completeUpload(key, id, parts)),
      );
      expect(new Set(all.map((object) => object.etag)).size).toBe(1);
      expect((await contentOf(disk.storage, key)).toString()).toBe('bytes');
    }
    expect(await disk.temporary()).toEqual([]);
    expect(await readdir(join(disk.root, 'uploads'))).toEqual([]);
  });

  test('parts are listed whole, or not at all, while the upload is being completed', async () => {
    for (const key of Array.from({ length: 20 }, (_, index) => `listed/${index}.mp4`)) {
      const id = await disk.storage.createUpload(key);
      await disk.send(await disk.storage.signedPart(key, id, 1, 60), Buffer.from('bytes'));
      const parts = await disk.storage.listParts(key, id);
      const listings = Array.from({ length: 12 }, () =>
        disk.storage.listParts(key, id).catch(({ code }: { code: string }) => code),
      );
      const [found] = await Promise.all([Promise.all(listings), disk.storage.completeUpload(key, id, parts)]);
      for (const listed of found) expect([parts, 'not_found']).toContainEqual(listed);
    }
  });

  test('an upload whose completion was killed half-way is completed by the next try', async () => {
    const key = 'killed/video.mp4';
    const id = await disk.storage.createUpload(key);
    await disk.send(await disk.storage.signedPart(key, id, 1, 60), Buffer.from('bytes'));
    await rename(join(disk.root, 'uploads', id), join(disk.root, 'uploads', `${id}.closed`));
    const parts = await disk.storage.listParts(key, id);
    expect(await disk.storage.completeUpload(key, id, parts)).toMatchObject({ size: 5 });
  });

  test('an object made in parts and one put in one go replace each other', async () => {
    const key = 'both/video.mp4';
    const upload = async (text: string) => {
      const id = await disk.storage.createUpload(key);
      await disk.send(await disk.storage.signedPart(key, id, 1, 60), Buffer.from(text));
      await disk.storage.completeUpload(key, id, await disk.storage.listParts(key, id));
    };
    await disk.storage.put(key, Buffer.from('put'));
    await upload('first upload');
    expect((await contentOf(disk.storage, key)).toString()).toBe('first upload');
    await upload('second upload');
    expect((await contentOf(disk.storage, key)).toString()).toBe('second upload');
    await disk.storage.put(key, Buffer.from('put again'));
    expect((await contentOf(disk.storage, key)).toString()).toBe('put again');
    expect((await disk.storage.list('both/')).objects).toHaveLength(1);
  });

  test('what a killed process was writing is removed when it is old, not while it may still be written', async () => {
    const old = join(disk.root, 'tmp', '1-old');
    const fresh = join(disk.root, 'tmp', '1-fresh');
    await mkdir(join(disk.root, 'tmp'), { recursive: true });
    await Promise.all([writeFile(old, 'half'), writeFile(fresh, 'half')]);
    const longAgo = new Date(Date.now() - 48 * HOUR_MS);
    await utimes(old, longAgo, longAgo);
    expect(await disk.storage.removeAbandoned(new Date(Date.now() - 24 * HOUR_MS))).toBe(1);
    expect(await disk.temporary()).toEqual(['1-fresh']);
    await rm(fresh);
  });

  test('a body longer than allowed is refused, whether it says so or not', async () => {
    const small = await openFolder({ max_bytes: 1000 });
    onTestFinished(async () => {
      await small.stop();
      await rm(small.root, { recursive: true });
    });
    const put = await small.storage.signedPut('big.mp4', 60);
    async function* unsized() {
      for (let i = 0; i < 11; i += 1) yield Buffer.alloc(100);
    }
    for (const body of [Buffer.alloc(1001), ReadableStream.from(unsized())]) {
      const reply = await small.send(put, body);
      expect([reply.status, (await reply.json()) as object]).toMatchObject([
        413,
        { detail: 'payload_too_large' },
      ]);
    }
    expect(await small.storage.head('big.mp4')).toBeUndefined();
    expect((await small.send(put, Buffer.alloc(1000))).status).toBe(200);
  });

  test('keeps a reserve for what else lives on the disk', async () => {
    const greedy = await openFolder({ root: disk.root, reserve_bytes: Number.MAX_SAFE_INTEGER });
    onTestFinished(() => greedy.stop());
    await expect(greedy.storage.put('some.mp4', Buffer.from('x'))).rejects.toMatchObject({
      code: 'storage_full',
    });
    const reply = await greedy.send(await greedy.storage.signedPut('some.mp4', 60), Buffer.from('x'));
    expect(reply.status).toBe(507);
  });
});

const small = mountSmallDisk(24 * MB);
describe.runIf(small)('a full disk', () => {
  const root = small?.root ?? '';
  const ballast = join(root, 'ballast');
  let disk: Awaited<ReturnType<typeof openFolder>>;
  beforeAll(async () => {
    disk = await openFolder({ root });
  });
  afterAll(async () => {
    await disk.stop();
    small?.unmount();
  });
  const leaveFree = async (bytes: number) => {
    await writeFile(ballast, '');
    await writeFile(ballast, Buffer.alloc((await disk.storage.freeBytes())! - bytes));
  };

  test('refuses with storage_full, leaves nothing behind, and takes the same again when there is room', async () => {
    await disk.storage.put('kept.mp4', Buffer.from('kept'));
    await leaveFree(2 * MB + 5000);
    const put = await disk.storage.signedPut('big.mp4', 60);
    const reply = await disk.send(put, randomBytes(6 * MB));
    expect([reply.status, (await reply.json()) as object]).toMatchObject([507, { detail: 'storage_full' }]);
    expect(await disk.temporary()).toEqual([]);
    expect(await disk.storage.head('big.mp4')).toBeUndefined();
    expect((await contentOf(disk.storage, 'kept.mp4')).toString()).toBe('kept');
    await truncate(ballast);
    expect((await disk.send(put, randomBytes(6 * MB))).status).toBe(200);
    await disk.storage.delete('big.mp4');
  });

  test('an upload goes on where it was', async () => {
    const key = 'upload.mp4';
    const bytes = randomBytes(12 * MB);
    const id = await disk.storage.createUpload(key);
    const send = async (number: number) =>
      disk.send(
        await disk.storage.signedPart(key, id, number, 60),
        bytes.subarray((number - 1) * 5 * MB, number * 5 * MB),
      );
    expect((await send(1)).status).toBe(200);
    await leaveFree(3 * MB);
    expect((await send(2)).status).toBe(507);
    expect(await disk.storage.listParts(key, id)).toMatchObject([{ part_number: 1 }]);
    await truncate(ballast);
    expect([(await send(2)).status, (await send(3)).status]).toEqual([200, 200]);
    await leaveFree(0);
    const parts = await disk.storage.listParts(key, id);
    await expect(disk.storage.completeUpload(key, id, parts)).rejects.toMatchObject({ code: 'storage_full' });
    await expect(disk.storage.createUpload('other.mp4')).rejects.toMatchObject({ code: 'storage_full' });
    await truncate(ballast);
    await disk.storage.completeUpload(key, id, await disk.storage.listParts(key, id));
    expect((await contentOf(disk.storage, key)).equals(bytes)).toBe(true);
  });
});
