import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStorageUnderTest, type StorageUnderTest, storageKinds } from '#testing/storages.ts';

const MB = 1024 * 1024;
const newKey = () => `videos/academy/${randomUUID()}.mp4`;

describe.each(storageKinds)('an upload in parts on %s', (kind) => {
  let under: StorageUnderTest;
  beforeAll(async () => {
    under = await openStorageUnderTest(kind);
  });
  afterAll(() => under.stop());

  const parts = [randomBytes(5 * MB), randomBytes(5 * MB), randomBytes(1234)];

  async function sendPart(
    key: string,
    id: string,
    number: number,
    bytes = parts[number - 1] ?? Buffer.alloc(0),
  ) {
    return under.send(await under.storage.signedPart(key, id, number, 60), bytes);
  }

  test('may come in any order, with a cut, a busy server and a part sent again', async () => {
    const key = newKey();
    const id = await under.storage.createUpload(key);
    expect(await under.storage.listParts(key, id)).toEqual([]);
    expect((await sendPart(key, id, 3)).status).toBe(200);
    expect((await sendPart(key, id, 1, randomBytes(5 * MB))).status).toBe(200);
    under.next('cut');
    await expect(sendPart(key, id, 2)).rejects.toThrow();
    under.next('busy');
    expect((await sendPart(key, id, 2)).status).toBe(503);
    expect(await under.storage.listParts(key, id)).toMatchObject([{ part_number: 1 }, { part_number: 3 }]);
    expect((await sendPart(key, id, 1)).status).toBe(200);
    const second = await sendPart(key, id, 2);

    const there = await under.storage.listParts(key, id);
    expect(there.map((part) => part.size)).toEqual(parts.map((part) => part.length));
    expect(there[1]?.etag).toBe(second.headers.get('etag'));
    expect(await under.storage.head(key)).toBeUndefined();

    const made = await under.storage.completeUpload(key, id, there);
    expect(made).toMatchObject({ key, size: 10 * MB + 1234, content_type: 'video/mp4' });
    const object = await under.storage.get(key);
    expect((await buffer(object!.stream)).equals(Buffer.concat(parts))).toBe(true);
    const across = await under.storage.get(key, { start: 5 * MB - 3, end: 10 * MB + 2 });
    expect(
      (await buffer(across!.stream)).equals(Buffer.concat(parts).subarray(5 * MB - 3, 10 * MB + 3)),
    ).toBe(true);
    const url = await under.storage.signedGet(key, 60);
    const tail = await under.fetch(url, { headers: { range: 'bytes=-1236' } });
    expect(Buffer.from(await tail.arrayBuffer()).equals(Buffer.concat(parts).subarray(-1236))).toBe(true);
  });

  test('completing again says the same', async () => {
    const key = newKey();
    const id = await under.storage.createUpload(key);
    await sendPart(key, id, 1);
    const there = await under.storage.listParts(key, id);
    const [first, second] = [
      await under.storage.completeUpload(key, id, there),
      await under.storage.completeUpload(key, id, there),
    ];
    expect(second.etag).toBe(first.etag);
    expect((await under.storage.list('videos/')).objects).toContainEqual(
      expect.objectContaining({ key, size: 5 * MB }),
    );
    await under.storage.delete(key);
    expect(await under.storage.head(key)).toBeUndefined();
  });

  test('parts that are missing, changed, out of order or too small are refused, and it goes on', async () => {
    const key = newKey();
    const id = await under.storage.createUpload(key);
    await sendPart(key, id, 1);
    await sendPart(key, id, 2, parts[2]);
    await sendPart(key, id, 3);
    const [one, two, three] = await under.storage.listParts(key, id);
    const refused = { code: 'unprocessable' };
    for (const wrong of [
      [one!, { part_number: 9, etag: one!.etag }],
      [{ ...one!, etag: '"0"' }],
      [three!, one!],
      [two!, three!],
    ])
      await expect(under.storage.completeUpload(key, id, wrong)).rejects.toMatchObject(refused);
    expect(await under.storage.head(key)).toBeUndefined();
    expect(await under.storage.completeUpload(key, id, [one!, three!])).toMatchObject({
      size: 5 * MB + 1234,
    });
  });

  test('an aborted one takes no more parts', async () => {
    const key = newKey();
    const id = await under.storage.createUpload(key);
    const part = await under.storage.signedPart(key, id, 1, 60);
    expect((await under.send(part, parts[2]!)).status).toBe(200);
    await under.storage.abortUpload(key, id);
    await under.storage.abortUpload(key, id);
    expect((await under.send(part, parts[2]!)).status).toBe(404);
    await expect(under.storage.listParts(key, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      under.storage.completeUpload(key, id, [{ part_number: 1, etag: '"0"' }]),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('the address of a part is for that part of that upload', async () => {
    const key = newKey();
    const id = await under.storage.createUpload(key);
    const { url } = await under.storage.signedPart(key, id, 1, 60);
    const second = url.replace(/(part_?number=)1/i, '$12');
    expect(second).not.toBe(url);
    expect((await under.send({ method: 'PUT', url: second, headers: {} }, parts[2]!)).status).toBe(403);
    await expect(under.storage.listParts(newKey(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(under.storage.listParts(key, '../tmp')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what nobody completes is removed by age', async () => {
    const key = newKey();
    const id = await under.storage.createUpload(key);
    await sendPart(key, id, 1);
    expect(await under.storage.removeAbandoned(new Date(Date.now() - 3_600_000))).toBe(0);
    expect(await under.storage.listParts(key, id)).toHaveLength(1);
    expect(await under.storage.removeAbandoned(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
    await expect(under.storage.listParts(key, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
