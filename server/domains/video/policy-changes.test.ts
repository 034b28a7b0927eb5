import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer, type VideoOptions } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

async function watching(options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  return { ...room, her, playback: await her.playing(room.video_id) };
}

describe('what a playback was allowed under may change meanwhile; the next heartbeat says so', () => {
  const block = (video_id: number, her: StudentViewer) =>
    sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      school.tenant_id,
      video_id,
      her.enrollment_id,
    );

  test.each([
    ['the video’s rules', 'update video set show_watermark = not show_watermark where id = $1', null],
    ['the video is put away', 'update video set deleted_at = now() where id = $1', 'video_not_ready'],
    ['the video fails', `update video set status = 'FAILED' where id = $1`, 'video_not_ready'],
    [
      'the enrollment ends',
      `update enrollment set status = 'INACTIVE' where id in (select enrollment_id from playback_session where video_id = $1)`,
      'not_enrolled',
    ],
    [
      'the attendance becomes online',
      `update attendance set status = 'ONLINE' where enrollment_id in (select enrollment_id from playback_session where video_id = $1)`,
      null,
    ],
    [
      'the required share',
      `update lecture set video_required_rate = 70 where id = (select lecture_id from class_session c join video v on v.session_id = c.id where v.id = $1)`,
      null,
    ],
  ])('%s', async (_what, change, refusal) => {
    const { her, playback, video_id } = await watching();
    await sql(change, video_id);
    expect((await her.beat(playback)).json()).toMatchObject({ status: 403, detail: 'policy_changed' });
    const refreshed = await her.refresh(playback);
    if (refusal === null) {
      expect((await her.beat(refreshed.json())).statusCode).toBe(200);
    } else {
      expect(refreshed.json()).toMatchObject({ status: 403, detail: refusal });
      expect((await her.refresh(playback)).json()).toMatchObject({
        detail: 'session_inactive',
        reason: refusal,
      });
    }
  });

  test('a seat that is taken away', async () => {
    const { her, playback } = await watching();
    await sql('delete from attendance where enrollment_id = $1', her.enrollment_id);
    await sql('delete from session_enrollment where enrollment_id = $1', her.enrollment_id);
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await her.refresh(playback)).json().detail).toBe('no_session_access');
  });

  test('only those whom it concerns are asked to refresh', async () => {
    const { her, playback, student, video_id } = await watching();
    const him = await student();
    const his = await him.playing(video_id);
    await block(video_id, her);
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await him.beat(his)).statusCode).toBe(200);
    await sql(`update video set title = 'neu', updated_at = now() where id = $1`, video_id);
    await sql(`update attendance set status = 'LATE' where enrollment_id = $1`, him.enrollment_id);
    expect((await him.beat(his)).statusCode).toBe(200);
  });
});
