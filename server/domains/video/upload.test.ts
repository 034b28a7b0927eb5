import { randomBytes } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { lectureClip, soundClip } from '#testing/clips.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, type Kit, useApp } from '#testing/harness.ts';
import { mountSmallDisk } from '#testing/small-disk.ts';
import { finishUpload, startUpload } from './upload.ts';

const MB = 1024 * 1024;

function addressOf({ app }: Kit): string {
  const address = app.server.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}

/** A teacher at the upload form of one class session. */
async function desk(kit: Kit, school: Academy) {
  const teacher = await school.person('teacher');
  const { session_id } = await school.classSession(teacher);
  const call = (request: Parameters<typeof ask>[2], payload?: object) => ask(kit, teacher, request, payload);
  const init = (more: object = {}) =>
    call('POST /videos/upload/init', { session: session_id, title: '극한', filename: 'a.MP4', ...more });
  const put = async (url: string, body: Uint8Array<ArrayBuffer>, type = 'video/mp4') => {
    const headers = { 'content-type': type };
    return (await fetch(new URL(url, addressOf(kit)), { method: 'PUT', body, headers })).status;
  };
  async function sendPart(id: number, part_number: number, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    const { body } = await call(`POST /videos/${id}/upload/parts`, { part_numbers: [part_number] });
    return put(body.parts[0].url, bytes);
  }
  async function upload(bytes: Uint8Array<ArrayBuffer>) {
    const { body } = await init({ size: bytes.length });
    await sendPart(body.video.id, 1, bytes);
    return { ...body, completed: await call(`POST /videos/${body.video.id}/upload/complete/`) };
  }
  return { teacher, session_id, call, init, put, sendPart, upload };
}

describe('uploading a video', () => {
  const kit = useApp();
  let school: Academy;
  let at: Awaited<ReturnType<typeof desk>>;
  beforeAll(async () => {
    await kit.app.listen({ port: 0, host: '127.0.0.1' });
    school = await academy(kit);
    at = await desk(kit, school);
  });
  const jobsOf = async (id: number) =>
    (await kit.owner.query(`select status from job where kind = 'video.transcode' and subject_id = $1`, [id]))
      .rows;

  test('a good file is accepted, measured and queued', async () => {
    const bytes = lectureClip();
    const { status, body } = await at.init({ size: bytes.length, allow_skip: true, max_speed: 1.5 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      video: {
        session_id: at.session_id,
        title: '극한',
        status: 'PENDING',
        allow_skip: true,
        max_speed: 1.5,
      },
      content_type: 'video/mp4',
      upload: { part_size: 16 * MB, part_count: 1 },
    });
    expect(body.file_key).toMatch(new RegExp(`^videos/${school.code}/${at.session_id}/[0-9a-f-]{36}\\.mp4$`));
    const { id } = body.video;
    expect(await at.sendPart(id, 1, bytes)).toBe(200);

    const { body: video } = await at.call(`POST /videos/${id}/upload/complete/`);
    expect(video).toMatchObject({
      status: 'UPLOADED',
      duration: 3,
      error_reason: '',
      source_bytes: bytes.length,
    });
    expect(await jobsOf(id)).toEqual([{ status: 'queued' }]);
    const { rows } = await kit.owner.query('select source_probe from video where id = $1', [id]);
    expect(rows[0].source_probe).toMatchObject({ has_video: true, has_audio: true, width: 64, height: 36 });
    const again = await at.call(`POST /videos/${id}/upload/complete`);
    expect(again.body).toMatchObject({ status: 409, detail: 'invalid_status', video_status: 'UPLOADED' });
    expect((await at.call(`GET /videos/${id}/upload`)).status).toBe(409);
  });

  test('of two completions at once one counts, and one job follows', async () => {
    const bytes = lectureClip();
    const { body } = await at.init({ size: bytes.length });
    const { id } = body.video;
    await at.sendPart(id, 1, bytes);
    const complete = () => at.call(`POST /videos/${id}/upload/complete`);
    const answers = await Promise.all([complete(), complete()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await jobsOf(id)).toHaveLength(1);
  });

  test('nothing waits in the database while a file is looked into', async () => {
    const bytes = lectureClip();
    const { body } = await at.init({ size: bytes.length });
    await at.sendPart(body.video.id, 1, bytes);
    const scope = at.teacher.scope();
    const [opened, seen]: [Set<symbol>, number[]] = [new Set(), []];
    const tx: typeof scope.tx = (work) => {
      const mine = Symbol('transaction');
      opened.add(mine);
      return scope.tx(work).finally(() => opened.delete(mine));
    };
    const storage = new Proxy(kit.storage, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          seen.push(opened.size);
          return value.apply(target, args);
        };
      },
    });
    expect(await finishUpload({ ...scope, tx }, storage, body.video.id)).toMatchObject({
      status: 'UPLOADED',
    });
    expect(new Set(seen)).toEqual(new Set([0]));
  });

  test('the whole file may be put to one address, as older clients do', async () => {
    const { body } = await at.init({ content_type: 'text/html' });
    expect(await at.put(body.upload_url, lectureClip(), 'text/html')).toBe(403);
    expect(await at.put(body.upload_url, lectureClip())).toBe(200);
    const completed = await at.call(`POST /videos/${body.video.id}/upload/complete`);
    expect(completed.body).toMatchObject({ status: 'UPLOADED', duration: 3 });
  });

  test('an upload that was cut off goes on with the parts that are missing', async () => {
    const bytes = Buffer.concat([lectureClip(), randomBytes(17 * MB)]);
    const { body } = await at.init({ filename: '2강.mkv', size: bytes.length });
    const { id } = body.video;
    expect(await at.sendPart(id, 2, bytes.subarray(16 * MB))).toBe(200);
    expect((await at.call(`GET /videos/${id}/upload`)).body).toMatchObject({
      filename: '2강.mkv',
      size: bytes.length,
      upload: { part_count: 2 },
      parts: [{ part_number: 2, size: bytes.length - 16 * MB }],
    });
    const early = await at.call(`POST /videos/${id}/upload/complete`);
    expect(early.body).toMatchObject({ detail: 'source_not_found_or_empty', missing_parts: [1] });
    expect(await at.sendPart(id, 1, bytes.subarray(0, 1000))).toBe(200);
    const short = await at.call(`POST /videos/${id}/upload/complete`);
    expect(short.body).toMatchObject({ status: 409, missing_parts: [1] });
    expect(await at.sendPart(id, 1, bytes.subarray(0, 16 * MB))).toBe(200);
    expect((await at.call(`POST /videos/${id}/upload/complete`)).body).toMatchObject({ status: 'UPLOADED' });
  });

  test.each([
    ['no video', Buffer.from('오늘 수업은 휴강입니다. '.repeat(200)), 'source_not_a_video'],
    ['cut off in the middle', lectureClip().subarray(0, 4000), 'source_truncated'],
    ['sound alone', soundClip(), 'source_audio_only'],
  ])(
    'a file that is %s fails with its reason, and nothing is queued or kept',
    async (_what, bytes, reason) => {
      const { video, file_key, completed } = await at.upload(bytes);
      expect(completed.status).toBe(200);
      expect(completed.body).toMatchObject({ status: 'FAILED', error_reason: reason, duration: null });
      expect(await jobsOf(video.id)).toEqual([]);
      await kit.runTasks();
      expect(await kit.storage.head(file_key)).toBeUndefined();
      const retried = await at.call(`POST /videos/${video.id}/retry`);
      expect(retried.body).toMatchObject({ status: 409, detail: 'source_not_found_or_empty' });
    },
  );

  test('an empty file is refused as empty, one that never came may still come', async () => {
    const { body } = await at.init();
    const missing = await at.call(`POST /videos/${body.video.id}/upload/complete`);
    expect(missing.body).toMatchObject({ status: 409, detail: 'source_not_found_or_empty' });
    expect(await at.put(body.upload_url, new Uint8Array())).toBe(200);
    const empty = await at.call(`POST /videos/${body.video.id}/upload/complete`);
    expect(empty.body).toMatchObject({ detail: 'source_not_found_or_empty', video_status: 'FAILED' });
    expect((await at.init({ size: 0 })).status).toBe(400);
  });

  test('when nobody can look into the file, it waits and is looked into later', async () => {
    // Takes whoever was made ready to look before this test.
    await at.upload(lectureClip());
    const before = process.env.MEDIA_ENGINE;
    process.env.MEDIA_ENGINE = 'none';
    const { video, completed } = await at.upload(lectureClip());
    if (before === undefined) delete process.env.MEDIA_ENGINE;
    else process.env.MEDIA_ENGINE = before;
    expect(completed.body).toMatchObject({ status: 503, detail: 'unavailable' });
    const later = await at.call(`POST /videos/${video.id}/upload/complete`);
    expect(later.body).toMatchObject({ status: 'UPLOADED', duration: 3 });
  });

  test('two uploads at once get two places', async () => {
    const { teacher, session_id } = await desk(kit, school);
    const input = {
      ...{ session: session_id, title: '극한', filename: 'a.mp4' },
      ...{ allow_skip: false, max_speed: 1, show_watermark: true },
    };
    const scope = teacher.scope();
    const held = heldOpen(scope);
    let transactions = 0;
    const tx: typeof scope.tx = (work) => {
      transactions += 1;
      return transactions === 1 ? scope.tx(work) : held.scope.tx(work);
    };
    const first = startUpload({ ...scope, tx }, kit.storage, input);
    await held.entered;
    const second = startUpload(teacher.scope(), kit.storage, input);
    expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
    held.release();
    expect([(await first).video.order, (await second).video.order]).toEqual([1, 2]);
  });

  test('one that is given up leaves nothing, not even its place', async () => {
    const there = await desk(kit, school);
    const { body } = await there.init();
    const { id, order } = body.video;
    await there.sendPart(id, 1, lectureClip());
    expect((await there.call(`DELETE /videos/${id}/upload`)).status).toBe(204);
    await kit.runTasks();
    await expect(kit.storage.listParts(body.file_key, body.upload.upload_id)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await there.call(`POST /videos/${id}/upload/complete`)).status).toBe(404);
    expect((await there.init()).body.video.order).toBe(order);
  });

  test('what is no video by name, too many parts and texts for truth values are refused by field', async () => {
    const pointers = async (more: object) =>
      (await at.init(more)).body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(await pointers({ filename: 'virus.exe' })).toEqual(['/filename']);
    expect(await pointers({ filename: '../../etc/passwd.html' })).toEqual(['/filename']);
    expect(await pointers({ allow_skip: 'false' })).toEqual(['/allow_skip']);
    expect(await pointers({ max_speed: 99 })).toEqual(['/max_speed']);
    const { body } = await at.init({ size: 1000 });
    const parts = await at.call(`POST /videos/${body.video.id}/upload/parts`, { part_numbers: [2] });
    expect(parts.body.errors).toEqual([{ pointer: '/part_numbers', message: 'the file has 1 parts' }]);
  });

  test('only those who teach the lecture upload into it', async () => {
    const stranger = await school.person('teacher');
    const foreigner = await (await academy(kit)).person('owner');
    const student = await school.person('student');
    const { body } = await at.init();
    const statuses = async (caller: Person) => [
      (
        await ask(kit, caller, 'POST /videos/upload/init', {
          session: at.session_id,
          title: 'x',
          filename: 'x.mp4',
        })
      ).status,
      (await ask(kit, caller, `GET /videos/${body.video.id}/upload`)).status,
      (await ask(kit, caller, `POST /videos/${body.video.id}/upload/parts`, { part_numbers: [1] })).status,
      (await ask(kit, caller, `POST /videos/${body.video.id}/upload/complete`)).status,
      (await ask(kit, caller, `DELETE /videos/${body.video.id}/upload`)).status,
    ];
    expect(await statuses(stranger)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(foreigner)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(student)).toEqual([403, 403, 403, 403, 403]);
  });
});

const small = mountSmallDisk(600 * MB);
describe.runIf(small)('uploading to a disk that gets full', () => {
  const kit = useApp({ DATA_DIR: small?.root ?? '' });
  beforeAll(() => kit.app.listen({ port: 0, host: '127.0.0.1' }));
  afterAll(() => small?.unmount());

  test('is refused, keeps what arrived, and goes on when there is room', async () => {
    const at = await desk(kit, await academy(kit));
    expect((await at.init({ size: 700 * MB })).body).toMatchObject({ status: 507, detail: 'storage_full' });
    const bytes = Buffer.concat([lectureClip(), randomBytes(17 * MB)]);
    const { body } = await at.init({ size: bytes.length });
    const { id } = body.video;
    expect(await at.sendPart(id, 1, bytes.subarray(0, 16 * MB))).toBe(200);
    const ballast = join(small?.root ?? '', 'ballast');
    await writeFile(ballast, Buffer.alloc(80 * MB));
    expect(await at.sendPart(id, 2, bytes.subarray(16 * MB))).toBe(507);
    expect((await at.call(`GET /videos/${id}/upload`)).body.parts).toEqual([
      { part_number: 1, size: 16 * MB },
    ]);
    await truncate(ballast);
    expect(await at.sendPart(id, 2, bytes.subarray(16 * MB))).toBe(200);
    expect((await at.call(`POST /videos/${id}/upload/complete`)).body).toMatchObject({ status: 'UPLOADED' });
  });
});
