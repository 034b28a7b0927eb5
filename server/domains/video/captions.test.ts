import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { cp949 } from '#testing/spreadsheets.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});

const srt = '1\n00:00:01,000 --> 00:00:02,500\n<script>x</script>방각하 함수\n';
const shown = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nx방각하 함수\n';

function send(who: Person, method: 'POST' | 'PUT', path: string, body: string | Buffer) {
  const headers = { ...who.headers, 'content-type': 'application/x-subrip' };
  return kit.app.inject({ method, url: `/api/v1${path}`, headers, payload: body });
}

const add = (who: Person, video: number, label: string, body: string | Buffer = srt, language = 'ko') =>
  send(
    who,
    'POST',
    `/videos/${video}/captions?language=${language}&label=${encodeURIComponent(label)}&filename=1강.srt`,
    body,
  );

describe('captions', () => {
  test('come with the playback and the preview, signed, as clean WebVTT', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school);
    const added = await add(teacher, video_id, '한국어');
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({ language: 'ko', label: '한국어', cues: 1, filename: '1강.srt' });
    await add(teacher, video_id, 'English', srt, 'en-US');

    const her = await student();
    const { captions } = await her.playing(video_id);
    expect(captions.map(({ label }) => label)).toEqual(['한국어', 'English']);
    const url = captions[0]?.url ?? '';
    const file = await kit.app.inject(url);
    expect(file.body).toBe(shown);
    expect(file.headers['content-type']).toBe('text/vtt; charset=utf-8');
    expect((await kit.app.inject(url.split('?')[0] ?? '')).statusCode).toBe(403);
    const preview = await ask(kit, teacher, `POST /videos/${video_id}/play`);
    expect(preview.body.captions).toHaveLength(2);
  });

  test.each([
    ['CP949', cp949(srt)],
    ['UTF-16', Buffer.from(`\uFEFF${srt}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${srt}`, 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${srt}`)],
  ])('may be written in %s', async (_, bytes) => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const { url } = (await add(teacher, video_id, '한국어', bytes)).json();
    expect((await kit.app.inject(url)).body).toBe(shown);
  });

  test('that are broken are refused with the line, and nothing of them stays', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const refused = await add(teacher, video_id, '한국어', `${srt}\n2\n00:00:09,000 -> 00:00:10,000\n끝`);
    expect(refused.json()).toMatchObject({
      ...{ status: 422, detail: 'captions_unreadable', reason: 'times_missing', line: 5 },
    });
    const binary = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x80]);
    expect((await add(teacher, video_id, '한국어', binary)).json().reason).toBe('not_text');
    const left = await kit.storage.list(`media/hls/${school.code}/videos/${video_id}/captions/`);
    expect(left.objects).toEqual([]);
  });

  test('are replaced, renamed and removed by who teaches the lecture, which is on record', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school);
    const { id, url } = (await add(teacher, video_id, '한국어')).json();
    expect((await add(teacher, video_id, '한국어')).json().detail).toBe('already_exists');
    const other = (await add(teacher, video_id, '쉬운 말')).json();

    const file = `/video-captions/${id}/file?filename=2.srt`;
    const replaced = await send(teacher, 'PUT', file, srt.replace('함수', '극한'));
    expect(replaced.json()).toMatchObject({ id, filename: '2.srt' });
    expect((await kit.app.inject(replaced.json().url)).body).toContain('극한');
    await kit.runTasks();
    expect((await kit.app.inject(url)).statusCode).toBe(404);
    const rename = (label: string) => ask(kit, teacher, `PATCH /video-captions/${id}`, { label });
    expect((await rename('쉬운 말')).status).toBe(409);
    expect((await rename('자막')).body.label).toBe('자막');
    expect((await ask(kit, teacher, `DELETE /video-captions/${other.id}`)).status).toBe(204);
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/captions`);
    expect(body).toMatchObject([{ id, label: '자막' }]);

    const stranger = await school.person('teacher');
    expect((await add(stranger, video_id, '남')).statusCode).toBe(404);
    expect((await ask(kit, stranger, `DELETE /video-captions/${id}`)).status).toBe(404);
    expect((await add((await student()).person, video_id, '나')).statusCode).toBe(403);
    const { rows } = await kit.owner.query(
      `select action from audit_entry where tenant_id = $1 and subject_id = $2 order by seq`,
      [school.tenant_id, String(video_id)],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      ...['video.add_caption', 'video.add_caption', 'video.edit_caption', 'video.edit_caption'],
      'video.remove_caption',
    ]);
  });

  test('of the same name that race: one stays', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const answers = await Promise.all([add(teacher, video_id, '한국어'), add(teacher, video_id, '한국어')]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409]);
  });

  test('outlive a new output', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const { url } = (await add(teacher, video_id, '한국어')).json();
    await kit.owner.query('update video set output_version = $2 where id = $1', [video_id, '2-1']);
    await kit.storage.put(
      `media/hls/${school.code}/videos/${video_id}/2-1/master.m3u8`,
      Buffer.from('#EXTM3U'),
    );
    const payload = { tenant_id: school.tenant_id, payload: { video_id } };
    await kit.owner.query(`select graphile_worker.add_job('video.remove_old_outputs', $1)`, [payload]);
    await kit.runTasks();
    expect((await kit.app.inject(url)).statusCode).toBe(200);
    const old = await kit.storage.list(`media/hls/${school.code}/videos/${video_id}/1-1/`);
    expect(old.objects).toEqual([]);
  });
});
