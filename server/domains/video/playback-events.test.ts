import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import type { StudentViewer } from '#testing/viewers.ts';
import { ahead, hidden, stored, watching } from '#testing/violations.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

describe('a batch of events', () => {
  test('is stored with when it occurred, when it came, and what it was judged by', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(60);
    const now = kit.clock().getTime() / 1000;

    const reply = await her.report(playback, [
      { ...hidden, occurred_at: now - 20, payload: { why: 'call' } },
      { type: 'FULLSCREEN_ENTER' },
    ]);

    expect(reply.statusCode).toBe(201);
    expect(reply.json()).toEqual({ stored: 2, state: 'ok', case_id: null, violations: [], rejected: [] });
    const [first, second] = await stored(kit).events(her);
    expect(first).toMatchObject({
      event_type: 'VISIBILITY_HIDDEN',
      violation_reason: null,
      payload: { why: 'call' },
      session_id: playback.session_id,
    });
    expect(first.occurred_at.getTime()).toBeCloseTo((now - 20) * 1000, -1);
    expect(first.received_at.getTime()).toBeGreaterThanOrEqual(Math.floor(now * 1000));
    expect(second.occurred_at).toEqual(second.received_at);
    const { rows } = await sql('select policy from playback_policy where id = $1', first.policy_id);
    expect(rows[0].policy).toEqual(playback.policy);
  });

  test('cannot have occurred before the playback or after its arrival', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(60);
    await her.report(playback, [
      { ...hidden, occurred_at: 0 },
      { ...hidden, occurred_at: 99_999_999_999 },
    ]);
    const { rows } = await sql(
      'select started_at from playback_session where session_id = $1',
      playback.session_id,
    );
    const [early, late] = await stored(kit).events(her);
    expect(early.occurred_at).toEqual(rows[0].started_at);
    expect(late.occurred_at).toEqual(late.received_at);
  });

  test('that is sent again counts once, also when both come at the same time, and says the same', async () => {
    const { her, playback } = await watching(kit, school);
    const batch_id = randomUUID();
    const events = [ahead, hidden];
    const first = await her.report(playback, events, { batch_id });
    expect(first.json()).toMatchObject({ stored: 2, state: 'warned' });
    for (let n = 0; n < 5; n += 1) {
      const again = await her.report(playback, events, { batch_id });
      expect(again.json()).toMatchObject({ stored: 2, state: 'warned', case_id: first.json().case_id });
    }
    const other = randomUUID();
    await Promise.all([1, 2, 3, 4].map(() => her.report(playback, [hidden], { batch_id: other })));
    expect(await stored(kit).events(her)).toHaveLength(3);
    expect(await stored(kit).cases(her)).toMatchObject([{ violations: 1, state: 'warned' }]);
  });

  test('of more than 200 is refused whole; one unknown or oversized event is not the fate of the others', async () => {
    const { her, playback } = await watching(kit, school);
    const many = await her.report(playback, Array(201).fill(hidden));
    expect(many.json()).toMatchObject({ status: 413, detail: 'batch_too_large', most: 200 });
    const mixed = await her.report(playback, [
      hidden,
      { type: 'MIND_READ' },
      { ...hidden, payload: { x: 'y'.repeat(2000) } },
    ]);
    expect(mixed.json()).toMatchObject({
      stored: 1,
      rejected: [
        { index: 1, code: 'unknown_type' },
        { index: 2, code: 'payload_too_large' },
      ],
    });
    expect((await her.report(playback, Array(200).fill(hidden))).json().stored).toBe(200);
    expect(await stored(kit).events(her)).toHaveLength(201);
  });

  test('needs the token of the caller, the rules of now, and a playback that lives', async () => {
    const { her, playback, student, video_id } = await watching(kit, school);
    const detail = async (reply: ReturnType<StudentViewer['report']>) => {
      const { statusCode, ...rest } = await reply;
      return [statusCode, rest.json().detail, rest.json().reason];
    };
    expect(await detail(her.post('events', { events: [] }))).toEqual([403, 'token_required', undefined]);
    expect(await detail(her.report({ token: 'x' }, [hidden]))).toEqual([403, 'invalid_token', undefined]);
    const him = await student();
    expect(await detail(him.report(playback, [ahead]))).toEqual([403, 'invalid_token', undefined]);
    await sql('update video set show_watermark = not show_watermark where id = $1', video_id);
    expect(await detail(her.report(playback, [ahead]))).toEqual([403, 'policy_changed', undefined]);
    const refreshed = (await her.refresh(playback)).json();
    expect(await detail(her.report(refreshed, [hidden]))).toEqual([201, undefined, undefined]);
    await her.end(refreshed);
    expect(await detail(her.report(refreshed, [ahead]))).toEqual([409, 'session_inactive', 'ended']);
    await sql('update login_session set revoked_at = now() where id = $1', her.person.login_session_id);
    expect(await detail(her.report(refreshed, [hidden]))).toEqual([401, 'unauthenticated', undefined]);
    expect(await stored(kit).events(her)).toHaveLength(1);
  });

  test('that occurred under earlier rules is stored and not judged by the new ones', async () => {
    const { her, playback, video_id } = await watching(kit, school, { allow_skip: true, max_speed: 2 });
    kit.travel(60);
    const before = kit.clock().getTime() / 1000;
    kit.travel(60);
    await sql('update video set allow_skip = false where id = $1', video_id);
    const refreshed = (await her.refresh(playback)).json();
    expect((await her.report(refreshed, [{ ...ahead, occurred_at: before }])).json().state).toBe('ok');
    kit.travel(60);
    const again = (await her.refresh(refreshed)).json();
    expect((await her.report(again, [ahead])).json().state).toBe('warned');
  });
});
