import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shelves } from '#shelves.ts';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { openStorageUnderTest, type StorageUnderTest, storageKinds } from '#testing/storages.ts';
import { classWithVideo } from '#testing/viewers.ts';
import type { Storage } from './storage.ts';
import { examineStorage, storageUpkeep } from './storage-audit.ts';

const DAY = 24 * 3600;
const kit = useApp();
let school: Academy;
let owner: Person;
beforeEach(async () => {
  school = await academy(kit);
  owner = await school.person('owner');
});

const daysOn = (days: number) => ({
  ...school.system(),
  now: new Date(kit.clock().getTime() + days * DAY * 1000),
});
const state = async () => (await ask(kit, owner, 'GET /system/storage')).body;
const faults = async (query = '') => {
  const { body } = await ask(kit, owner, `GET /system/storage/faults${query}`);
  return body.results;
};
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const outputs = () => `media/hls/${school.code}/videos/`;

/** Of another video, of an earlier output of this one, and a source. */
async function lose(storage: Storage, video_id = 999_999): Promise<string[]> {
  const places = [
    `videos/${school.code}/1/lost.mp4`,
    `${outputs()}999999/1-1/`,
    ...(video_id === 999_999 ? [] : [`${outputs()}${video_id}/0-1/`]),
  ];
  for (const place of places)
    for (const key of place.endsWith('/') ? [`${place}a.m4s`, `${place}b.m4s`] : [place])
      await storage.put(key, Buffer.from('lost'));
  return places;
}

async function moveFiles(from: Storage, to: Storage, keys: readonly string[]): Promise<void> {
  for (const key of keys) await to.put(key, Buffer.from(key));
  if (from !== to) await from.deletePrefix(outputs());
}

describe.each(storageKinds)('files on %s and rows are compared', (kind) => {
  let under: StorageUnderTest;
  beforeAll(async () => {
    under = await openStorageUnderTest(kind);
  });
  afterAll(() => under.stop());

  /** A video whose source and output lie in the storage under test. */
  async function ready() {
    const { video_id } = await classWithVideo(kit, school);
    const { rows } = await sql('select file_key, hls_path from video where id = $1', video_id);
    const { file_key, hls_path } = rows[0];
    await moveFiles(kit.storage, under.storage, [
      file_key,
      hls_path,
      `${outputs()}${video_id}/captions/a.vtt`,
    ]);
    return { video_id, file_key, hls_path } as { video_id: number; file_key: string; hls_path: string };
  }
  const audit = (days: number, storage = under.storage) =>
    storageUpkeep({ storage, shelves }).step(daysOn(days), 1000);

  test('what no row knows is told place by place once it is a day old, and forgotten when it is gone', async () => {
    const { video_id } = await ready();
    const places = await lose(under.storage, video_id);

    await audit(0);
    expect(await faults()).toEqual([]);
    await audit(2);
    const found = await faults('?kind=orphan');
    expect(found.map(({ place }: { place: string }) => place).toSorted()).toEqual(places.toSorted());
    expect(found).toContainEqual(
      expect.objectContaining({ place: places[1], files: 2, bytes: 8, kind: 'orphan', subject_id: null }),
    );
    expect(await state()).toMatchObject({
      ...{ is_checking: false, files: 8, missing: 0 },
      orphans: { places: 3, files: 5, bytes: 20 },
    });

    await under.storage.deletePrefix(`${outputs()}999999/`);
    await audit(3);
    const [later] = (await faults()).filter(({ place }: { place: string }) => place === places[0]);
    const [before] = found.filter(({ place }: { place: string }) => place === places[0]);
    expect(later).toEqual(before);
    expect((await state()).orphans.places).toBe(2);
  });

  test('a row whose files are gone is told with its name, until they are there again', async () => {
    const { video_id, file_key, hls_path } = await ready();
    await under.storage.delete(file_key);
    await under.storage.delete(hls_path);
    await audit(0);
    const video = { subject_type: 'video', subject_id: video_id, subject: '함수의 극한' };
    expect(await faults('?kind=missing')).toMatchObject([
      { kind: 'missing_source', place: file_key, ...video },
      { kind: 'missing_output', place: hls_path, ...video },
    ]);
    await under.storage.put(file_key, Buffer.from('back'));
    await under.storage.put(hls_path, Buffer.from('back'));
    await audit(1);
    expect(await faults()).toEqual([]);
  });

  test('a round that was broken off goes on where it was, and counts nothing twice', async () => {
    await ready();
    const places = await lose(under.storage);
    let left = 3;
    const breaking: Storage = {
      ...inPagesOf(1, under.storage),
      list: (prefix, cursor) => {
        left -= 1;
        if (left < 0) throw new Error('the storage is away');
        return inPagesOf(1, under.storage).list(prefix, cursor);
      },
    };
    await expect(audit(2, breaking)).rejects.toThrow('the storage is away');
    expect(await state()).toMatchObject({ is_checking: true, checked_at: null });
    await audit(2, inPagesOf(1, under.storage));
    expect(await state()).toMatchObject({
      ...{ is_checking: false, files: 6 },
      orphans: { places: places.length, files: 3, bytes: 12 },
    });
  });

  test('the doctor adds up a folder that reaches over pages', async () => {
    await ready();
    await lose(under.storage);
    const examine = examineStorage({ storage: inPagesOf(1, under.storage), shelves });
    const told = [];
    for await (const { what } of examine(daysOn(2))) told.push(what);
    expect(told).toEqual([
      `videos/${school.code}/1/lost.mp4 belongs to nothing (1 file(s), 4 bytes)`,
      `${outputs()}999999/1-1/ belongs to nothing (2 file(s), 8 bytes)`,
    ]);
  });
});

/** The same storage with small pages. */
function inPagesOf(size: number, storage: Storage): Storage {
  return {
    ...storage,
    async list(prefix, cursor) {
      const { objects, cursor: further } = await storage.list(prefix, cursor);
      const page = objects.slice(0, size);
      const isLast = objects.length <= size && further === undefined;
      return { objects: page, cursor: isLast ? undefined : page.at(-1)?.key };
    },
  };
}

test('what a runner may be writing, is on its way to a video or was handed in belongs to somebody', async () => {
  const { teacher, video_id } = await classWithVideo(kit, school);
  const working = `${outputs()}${video_id}/77-1-abc/480p.m4s`;
  const coming = `videos/${school.code}/1/coming.mp4`;
  for (const key of [working, coming]) await kit.storage.put(key, Buffer.from('soon'));
  await ask(kit, teacher, `POST /videos/${video_id}/reprocess`);
  await sql(
    `insert into video_replacement (tenant_id, video_id, file_key, filename, content_type) values ($1, $2, $3, 'a.mp4', 'video/mp4')`,
    ...[school.tenant_id, video_id, coming],
  );
  const file = (await ask(kit, teacher, 'POST /submissions/files', { filename: 'a.jpg', size: 4 })).body;
  const stray = `submissions/${school.code}/stray.jpg`;
  const read = `submissions/${school.code}/jobs/1/1-a/page-1.png`;
  for (const key of [file.file_key, stray, read]) await kit.storage.put(key, Buffer.from('page'));
  await storageUpkeep({ storage: kit.storage, shelves }).step(daysOn(2), 1000);
  expect(await faults('?kind=orphan')).toMatchObject([{ place: stray }]);
  await sql('update submission_file set file_size = 4');
  await kit.storage.delete(file.file_key);
  await storageUpkeep({ storage: kit.storage, shelves }).step(daysOn(2), 1000);
  expect(await faults(`?kind=missing&search=${file.file_key}`)).toMatchObject([{ subject: 'a.jpg' }]);
});

describe('what nobody knows is removed by a person', () => {
  const remove = (person: Person, body: object) =>
    ask(kit, person, 'POST /system/storage/orphans/remove', body);
  const there = async (place: string) =>
    (await kit.storage.list(outputs())).objects.some(({ key }) => key.startsWith(place));

  async function found() {
    const { video_id } = await classWithVideo(kit, school);
    const places = await lose(kit.storage, video_id);
    kit.travel(8 * DAY);
    expect((await ask(kit, owner, 'POST /system/storage/audit')).body.is_checking).toBe(true);
    await kit.runTasks();
    const [folder] = await faults('?kind=orphan&older_than_days=7&search=999999');
    return { video_id, places, folder };
  }

  test('who names each place and how old it must be; the rest stays, and the trail tells who', async () => {
    const { video_id, folder } = await found();
    const reply = await remove(owner, { ids: [folder.id], older_than_days: 7 });
    expect(reply).toMatchObject({ status: 202, body: { places: 1, files: 2, bytes: 8 } });
    expect((await faults('?search=999999'))[0].removing_at).not.toBeNull();
    await kit.runTasks();
    expect(await there(folder.place)).toBe(false);
    expect(await there(`${outputs()}${video_id}/0-1/`)).toBe(true);
    expect((await state()).orphans.places).toBe(2);
    const { body } = await ask(kit, owner, 'GET /audit-log?action=storage.remove_orphan');
    expect(body.results).toMatchObject([
      { subject_id: String(folder.id), before: { place: folder.place, files: 2, bytes: 8 } },
    ]);
  });

  test('nothing goes of what is younger, already going, or not an orphan', async () => {
    const { folder } = await found();
    expect(await faults('?older_than_days=30')).toEqual([]);
    expect((await remove(owner, { ids: [folder.id], older_than_days: 30 })).status).toBe(404);
    expect((await remove(owner, { ids: [folder.id, 1e9], older_than_days: 7 })).status).toBe(404);
    const [missing] = await faults('?kind=missing');
    expect((await remove(owner, { ids: [missing.id], older_than_days: 7 })).status).toBe(404);
    expect((await remove(owner, { ids: [folder.id], older_than_days: 7 })).status).toBe(202);
    expect((await remove(owner, { ids: [folder.id], older_than_days: 7 })).status).toBe(404);
  });

  test('what a row came to know meanwhile stays, and so does what somebody writes', async () => {
    const { video_id, folder } = await found();
    const [old] = await faults(`?search=/${video_id}/0-1/`);
    await remove(owner, { ids: [folder.id, old.id], older_than_days: 7 });
    await sql(`update video set output_version = '0-1' where id = $1`, video_id);
    await kit.storage.put(`${folder.place}c.m4s`, Buffer.from('new'));
    await kit.runTasks();
    expect(await there(old.place)).toBe(true);
    expect(await there(folder.place)).toBe(true);
    expect(await faults('?kind=orphan&search=media')).toMatchObject([{ id: folder.id, removing_at: null }]);
  });
});
