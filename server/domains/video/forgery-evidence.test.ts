import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { stored, watching } from '#testing/violations.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

describe('forged heartbeats', () => {
  test('are evidence in a case, and have no other consequence', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(10);
    const all = { position: 600, intervals: [[0, 600]] };
    for (let seq = 1; seq <= 3; seq += 1)
      expect((await her.beat(playback, { ...all, seq })).statusCode).toBe(200);
    const [found] = await stored(kit).cases(her);
    expect(found).toMatchObject({ state: 'ok', status: 'open', violations: 0, forged: 3 });
    const { rows } = await sql('select kind, payload from playback_case_entry where case_id = $1', found.id);
    expect(rows).toEqual([{ kind: 'forged', payload: { cut_seconds: expect.any(Number), repeats: 0 } }]);
    expect(rows[0].payload.cut_seconds).toBeGreaterThan(1500);
    expect((await her.beat(playback)).json()).toMatchObject({ ok: true, state: 'ok' });
  });

  test('so are beats that come again and again, and two streams that together claim too much', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(10);
    for (let n = 0; n < 21; n += 1)
      await her.beat(playback, { position: 10, intervals: [[0, 10]], clock: 10, seq: 1 });
    expect(await stored(kit).cases(her)).toMatchObject([{ state: 'ok', forged: 1 }]);
    const own = await academy(kit);
    await sql(`update tenant set settings = '{"video": {"max_sessions": 5}}' where id = $1`, own.tenant_id);
    const both = await watching(kit, own);
    const other = await both.her.playing(both.video_id, 'phone');
    for (let n = 1; n <= 8; n += 1) {
      kit.travel(10);
      await both.her.beat(both.playback, { intervals: [[n * 10 - 10, n * 10]], clock: n * 10, seq: n });
      await both.her.beat(other, { intervals: [[n * 10 + 290, n * 10 + 300]], clock: n * 10, seq: n });
    }
    expect(await stored(kit).cases(both.her)).toMatchObject([{ state: 'ok', forged: 1 }]);
  });

  test('an honest student on a bad network leaves no case', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(600);
    await her.beat(playback, { position: 590, intervals: [[0, 590]], clock: 595, seq: 1 });
    for (let n = 0; n < 5; n += 1)
      await her.beat(playback, { position: 590, intervals: [[0, 590]], clock: 595, seq: 1 });
    await her.beat(playback, { position: 600, intervals: [[540, 600]], clock: 600, seq: 2 });
    expect(await stored(kit).cases(her)).toEqual([]);
  });
});
