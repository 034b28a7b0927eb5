import type { ViewingImpact } from '@seodang/contract/video-impact.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';
import { ahead, paused, revoked, stored, watching } from '#testing/violations.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const kindsOf = (timeline: { kind: string }[]) => timeline.map(({ kind }) => kind);

describe('a case', () => {
  test('holds the evidence: each violation with its rules and device, each step, and what the student saw', async () => {
    const { her, playback, teacher, case_id, video_id, lecture_id } = await revoked(kit, school);

    const { body } = await ask(kit, teacher, `GET /playback-cases/${case_id}`);

    expect(body).toMatchObject({
      ...{ id: case_id, video: video_id, lecture: lecture_id, enrollment: her.enrollment_id },
      ...{ student_name: '김하늘', status: 'open', state: 'revoked', violations: 3, forged: 0 },
      playbacks: [
        { session_id: playback.session_id, device_id: 'tablet', status: 'REVOKED', ended_reason: 'revoked' },
      ],
    });
    for (const at of ['warning_seen_at', 'confirmed_at', 'revoked_at'])
      expect(body[at]).toEqual(expect.any(String));
    expect(kindsOf(body.timeline)).toEqual([
      ...['violation', 'warned', 'warning_seen', 'violation', 'paused', 'confirmed', 'violation', 'revoked'],
    ]);
    expect(body.timeline[0]).toMatchObject({
      ...{ session_id: playback.session_id, device_id: 'tablet', event_type: 'SEEK_ATTEMPT' },
      ...{ violation_reason: 'seek_bounded_forward', payload: { from: 0, to: 500, max_watched: 0 } },
      policy: playback.policy,
    });
  });

  test('is listed for staff of the lecture, by what they look for', async () => {
    const own = await academy(kit);
    const first = await paused(kit, own);
    const second = await revoked(kit, own);
    const owner = await own.person('owner');
    const list = async (query: string, who = owner) =>
      (await ask(kit, who, `GET /playback-cases?${query}`)).body.results.map(({ id }: { id: number }) => id);
    expect(await list('')).toEqual([second.case_id, first.case_id]);
    expect(await list('state=revoked')).toEqual([second.case_id]);
    expect(await list(`video=${first.video_id}`)).toEqual([first.case_id]);
    expect(await list(`lecture=${second.lecture_id}`)).toEqual([second.case_id]);
    expect(await list(`enrollment=${first.her.enrollment_id}`)).toEqual([first.case_id]);
    expect(await list('ordering=violations&search=하늘')).toEqual([first.case_id, second.case_id]);
    expect(await list('objected=true')).toEqual([]);
    await ask(kit, second.her, `POST /playback-cases/${second.case_id}/object`, {
      text: '고양이가 밟았어요',
    });
    expect(await list('objected=true')).toEqual([second.case_id]);
    await ask(kit, owner, `POST /playback-cases/${second.case_id}/restore`, { reason: '확인함' });
    expect([await list('objected=true'), await list('status=open')]).toEqual([[], [first.case_id]]);
    expect(await list('', first.teacher)).toEqual([first.case_id]);
    expect((await ask(kit, first.teacher, `GET /playback-cases/${second.case_id}`)).status).toBe(404);
    for (const what of ['restore', 'dismiss'])
      expect(
        (await ask(kit, first.teacher, `POST /playback-cases/${second.case_id}/${what}`, { reason: '나' }))
          .status,
      ).toBe(404);
  });

  test('that is closed is followed by another one; a month of peace closes it by itself', async () => {
    const { her, playback, video_id, teacher } = await watching(kit, school);
    const first = (await her.report(playback, [ahead])).json().case_id;
    await ask(kit, teacher, `POST /playback-cases/${first}/dismiss`, {});
    const second = await her.report(playback, [ahead]);
    expect(second.json()).toMatchObject({ state: 'warned' });
    expect(second.json().case_id).not.toBe(first);
    kit.travel(31 * 86_400);
    const later = await her.playing(video_id);
    expect(later).toMatchObject({ state: 'ok', case_id: null });
    expect((await her.report(later, [ahead])).json()).toMatchObject({ state: 'warned' });
    expect((await stored(kit).cases(her)).map(({ status }) => status)).toEqual([
      'dismissed',
      'lapsed',
      'open',
    ]);
  });
});

describe('the student', () => {
  test('sees the own cases of a video, and nobody else’s', async () => {
    const { her, case_id, video_id, student } = await revoked(kit, school);
    const { body } = await ask(kit, her, `GET /playback-cases/mine?video=${video_id}`);
    expect(body).toMatchObject([
      {
        ...{
          id: case_id,
          state: 'revoked',
          status: 'open',
          violations: 3,
          objection: null,
          resolution: null,
        },
        reasons: ['seek_bounded_forward'],
      },
    ]);
    expect(Object.keys(body[0])).not.toContain('resolved_by_name');
    expect((await ask(kit, await student(), 'GET /playback-cases/mine')).body).toEqual([]);
    expect((await ask(kit, her, `GET /playback-cases/${case_id}`)).status).toBe(403);
  });

  test('objects, staff give access back with a reason, and watching goes on at once', async () => {
    const { her, teacher, case_id, video_id, student } = await revoked(kit, school);
    const object = (text: string, who = her) =>
      ask(kit, who, `POST /playback-cases/${case_id}/object`, { text });
    expect((await object('제가 누른 것이 아니에요', await student())).status).toBe(404);
    await object('제가 누른 것이');
    expect((await object('제가 누른 것이 아니에요')).body).toMatchObject({
      objection: '제가 누른 것이 아니에요',
    });

    const restored = await ask(kit, teacher, `POST /playback-cases/${case_id}/restore`, {
      reason: '기기 오류 확인',
    });

    expect(restored.body).toMatchObject({
      ...{ status: 'restored', state: 'revoked', resolution: '기기 오류 확인', resolved_by_name: 'teacher' },
    });
    const again = await her.playing(video_id);
    expect(again).toMatchObject({ state: 'ok', case_id: null });
    expect((await her.report(again, [ahead])).json()).toMatchObject({ state: 'warned' });
    expect((await ask(kit, her, `GET /playback-cases/mine?status=restored`)).body).toMatchObject([
      { id: case_id, resolution: '기기 오류 확인' },
    ]);
    const { body } = await ask(kit, teacher, `GET /playback-cases/${case_id}`);
    expect(body.timeline.slice(-3)).toMatchObject([
      { kind: 'objected', text: '제가 누른 것이', actor_name: '김하늘' },
      { kind: 'objected', text: '제가 누른 것이 아니에요' },
      { kind: 'restored', text: '기기 오류 확인', actor_name: 'teacher' },
    ]);
    const { rows } = await sql(
      `select action, before, after from audit_entry where tenant_id = $1 and subject_type = 'playback_case' and subject_id = $2`,
      ...[school.tenant_id, String(case_id)],
    );
    expect(rows).toEqual([
      {
        action: 'playback_case.restored',
        before: { status: 'open', state: 'revoked' },
        after: { status: 'restored', reason: '기기 오류 확인' },
      },
    ]);
  });

  test('cannot object to what was decided, and staff decide once and with a reason', async () => {
    const { her, teacher, case_id } = await revoked(kit, school);
    const decide = (what: string, body: object) =>
      ask(kit, teacher, `POST /playback-cases/${case_id}/${what}`, body);
    expect((await decide('restore', {})).status).toBe(400);
    expect((await decide('restore', { reason: ' ' })).status).toBe(400);
    await decide('restore', { reason: '확인함' });
    expect((await decide('restore', { reason: '확인함' })).body).toMatchObject({
      status: 409,
      detail: 'case_closed',
    });
    expect((await decide('dismiss', {})).body).toMatchObject({ detail: 'case_closed' });
    expect(
      (await ask(kit, her, `POST /playback-cases/${case_id}/object`, { text: '왜요' })).body,
    ).toMatchObject({
      detail: 'case_closed',
    });
  });

  test('who is paused goes on playing when the case is dismissed, without confirming', async () => {
    const { her, teacher, playback, case_id } = await paused(kit, school);
    await ask(kit, teacher, `POST /playback-cases/${case_id}/dismiss`, { reason: '실수' });
    expect((await her.beat(playback)).json()).toMatchObject({ ok: true, state: 'ok' });
    expect((await her.acknowledge(playback, 'paused')).json()).toEqual({
      ok: true,
      state: 'ok',
      case_id: null,
    });
  });

  test('screens of staff and of the student hear of each change', async () => {
    const heard: string[] = [];
    const stop = kit.live.hear(({ topic, user_id, enrollment_id }) =>
      heard.push(`${topic} ${user_id} ${enrollment_id}`),
    );
    const { her, teacher, case_id } = await paused(kit, school);
    await ask(kit, teacher, `POST /playback-cases/${case_id}/dismiss`, {});
    await expect.poll(() => heard).toContain(`videos ${her.user_id} ${her.enrollment_id}`);
    stop();
    expect(
      heard.filter((news) => news === `playback-cases ${her.user_id} ${her.enrollment_id}`),
    ).toHaveLength(4);
  });
});

describe('the thresholds', () => {
  test('says before it is saved whom another choice of the academy concerns', async () => {
    const school = await academy(kit);
    const owner = await school.person('owner');
    const { student, video_id, her } = await paused(kit, school);
    await her.end(await her.playing(video_id));
    const [him, other] = [await student(), await student()];
    await him.report(await him.playing(video_id), [ahead]);
    const asked = async (body: object): Promise<ViewingImpact> =>
      (await ask(kit, owner, 'POST /settings/video-impact', body)).body;

    const seen = await asked({ enforcement: { pause_at: 3 } });
    expect(seen.steps).toMatchObject([
      { enrollment: him.enrollment_id, watching_now: true, violations: 1, before: 'paused', after: 'warned' },
    ]);
    expect(seen).toMatchObject({ watching: 1, changed: 1, students: [] });
    expect(await asked({ enforcement: { revoke_at: 30 } })).toMatchObject({ changed: 0, steps: [] });

    const free = await classWithVideo(kit, school, { allow_skip: true });
    const online = await free.student();
    const both = [online.enrollment_id, other.enrollment_id];
    await sql(`update attendance set status = 'ONLINE' where enrollment_id = any($1)`, both);
    const chosen = await asked({ video: { once_for_online: true } });
    expect(chosen).toMatchObject({ watching: 0, changed: 1, steps: [] });
    expect(chosen.students).toMatchObject([{ enrollment: online.enrollment_id, after: { rule: 'once' } }]);
    expect(await asked({ video: { max_sessions: 2 } })).toMatchObject({ changed: 0 });
  });
});
