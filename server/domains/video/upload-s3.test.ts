import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { lectureClip } from '#testing/clips.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { hasS3Server, startS3Server } from '#testing/s3-server.ts';

const MB = 1024 * 1024;

describe.runIf(hasS3Server())('uploading a video to S3', () => {
  const env: Record<string, string> = {};
  let server: Awaited<ReturnType<typeof startS3Server>>;
  beforeAll(async () => {
    server = await startS3Server();
    Object.assign(env, {
      S3_ENDPOINT: server.endpoint,
      S3_BUCKET: server.bucket,
      S3_REGION: server.region,
      S3_ACCESS_KEY_ID: server.access_key_id,
      S3_SECRET_ACCESS_KEY: server.secret_access_key,
    });
  });
  const kit = useApp(env);
  afterAll(() => server.stop());

  test('the parts go straight to the bucket, and the file is looked into there', async () => {
    const school = await academy(kit);
    const teacher = await school.person('teacher');
    const { session_id } = await school.classSession(teacher);
    const bytes = Buffer.concat([lectureClip(), randomBytes(17 * MB)]);
    const form = { session: session_id, title: '극한', filename: '1강.mov', size: bytes.length };
    const { body } = await ask(kit, teacher, 'POST /videos/upload/init', form);
    const { id } = body.video;
    expect(body.upload_url).toContain(server.endpoint);

    const asked = await ask(kit, teacher, `POST /videos/${id}/upload/parts`, { part_numbers: [1, 2] });
    for (const { part_number, method, url, headers } of asked.body.parts) {
      const part = bytes.subarray((part_number - 1) * 16 * MB, part_number * 16 * MB);
      expect((await fetch(url, { method, headers, body: part })).status).toBe(200);
    }
    const completed = await ask(kit, teacher, `POST /videos/${id}/upload/complete`);
    expect(completed.body).toMatchObject({ status: 'UPLOADED', duration: 3, source_bytes: bytes.length });
    expect(await kit.storage.head(body.file_key)).toMatchObject({ content_type: 'video/quicktime' });
  });

  test('what is no video is refused and cleared away there too', async () => {
    const school = await academy(kit);
    const teacher = await school.person('teacher');
    const { session_id } = await school.classSession(teacher);
    const form = { session: session_id, title: '극한', filename: '1강.mp4' };
    const { body } = await ask(kit, teacher, 'POST /videos/upload/init', form);
    const headers = { 'content-type': body.content_type };
    const sent = await fetch(body.upload_url, {
      method: 'PUT',
      headers,
      body: '오늘은 휴강입니다. '.repeat(99),
    });
    expect(sent.status).toBe(200);
    const completed = await ask(kit, teacher, `POST /videos/${body.video.id}/upload/complete`);
    expect(completed.body).toMatchObject({ status: 'FAILED', error_reason: 'source_not_a_video' });
    await kit.runTasks();
    expect(await kit.storage.head(body.file_key)).toBeUndefined();
  });
});
