import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';
import type { PlaybackStore } from './playback-store.ts';
import { storeInPostgres } from './store-in-postgres.ts';
import type { BeatResult } from './watching.queries.ts';
import { playbackStore } from './wiring.ts';

const kit = useApp();
let school: Academy;
let inRedis: PlaybackStore;
beforeAll(async () => {
  school = await academy(kit);
  inRedis = playbackStore(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

const DURATION_MS = 400_000;

const place = fc.integer({ min: 0, max: DURATION_MS + 5000 });
const interval = fc.tuple(place, place).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const beat = fc.record({
  kind: fc.constant('beat' as const),
  after_ms: fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 590_000 })),
  claimed: fc.oneof(
    fc.array(interval, { maxLength: 4 }),
    // What was really played, about as long as it took.
    fc.integer({ min: 0, max: 30_000 }).map((length): [number, number][] => [[0, length]]),
  ),
  position_ms: fc.option(place),
  // Of the device, beside the true one.
  clock_off_ms: fc.option(fc.integer({ min: -60_000, max: 60_000 })),
  seq: fc.constantFrom('next' as const, 'next' as const, 'again' as const, 'none' as const),
});
const step = fc.oneof(
  { weight: 8, arbitrary: beat },
  { weight: 1, arbitrary: fc.constant({ kind: 'settle' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lose' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'pause' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'resume' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rate' as const), rate: fc.constantFrom(1, 1.25, 1.1, 2) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Twin = {
  store: PlaybackStore;
  user_id: number;
  enrollment_id: number;
  session_id: string;
  video_id: number;
};

const claimAll = (after_ms: number): Step => ({
  kind: 'beat',
  after_ms,
  claimed: [[0, DURATION_MS]],
  position_ms: null,
  clock_off_ms: null,
  seq: 'next',
});
/** The first is credited up to 4001.6 ms; at 1.25 what is left for the second is 10.5 ms, which both must round alike. */
const halfAMillisecond: Step[] = [claimAll(1002), claimAll(8)];

/** Two students who do the same at the same time, one in each store. */
async function twins() {
  const { student, video_id } = await classWithVideo(kit, school, {
    ...{ duration_ms: DURATION_MS, max_speed: 1.25, required_rate: 60 },
  });
  const began = new Date('2026-03-02T09:00:00Z');
  const enter = async (store: PlaybackStore): Promise<Twin> => {
    const her = await student();
    const { session_id } = await her.playing(video_id);
    await sql(
      `update playback_session set started_at = $2, credit_from = $2, last_seen_at = $2, expires_at = $2::timestamptz + interval '10 minutes' where session_id = $1`,
      ...[session_id, began],
    );
    await sql('update video_progress set updated_at = $2 where enrollment_id = $1', her.enrollment_id, began);
    return { store, video_id, session_id, user_id: her.user_id, enrollment_id: her.enrollment_id };
  };
  return { began, pair: [await enter(storeInPostgres(kit.db)), await enter(inRedis)] as const };
}

async function take(twin: Twin, one: Step, now: Date, began: Date, seq: number) {
  const { store, user_id, session_id, video_id, enrollment_id } = twin;
  const player = { tenant_id: school.tenant_id, user_id };
  const change = async (text: string, ...values: unknown[]) => {
    await store.settle([player]);
    await sql(`update playback_session set ${text} where session_id = $1`, session_id, ...values);
    await kit.settled();
  };
  if (one.kind === 'settle') return void (await store.settle([player]));
  if (one.kind === 'lose') {
    await store.settle([player]);
    return void (store === inRedis && (await kit.redis?.flushall()));
  }
  if (one.kind === 'pause')
    return void (await change(`paused_at = coalesce(paused_at, $2), state = 'paused'`, now));
  if (one.kind === 'resume')
    return void (await change(
      `paused_at = null, state = 'ok', credit_from = case when paused_at is null then credit_from else greatest(credit_from, $2) end`,
      now,
    ));
  // A refresh: the rate of what was played before stays what it was until the next beat.
  if (one.kind === 'rate')
    return void (await store.change(
      { tenant_id: school.tenant_id, tx: (work: never) => (work as () => unknown)() } as never,
      user_id,
      () =>
        sql(
          'update playback_session set max_rate = $2, credit_rate = greatest(credit_rate, $2) where session_id = $1',
          ...[session_id, one.rate],
        ),
    ));
  const {
    kept_seq: _,
    index: __,
    ...answer
  }: BeatResult & { index?: number } = await store.beat({
    ...{
      ...player,
      login_session_id: null,
      session_id,
      video_id,
      enrollment_id,
      pv: 1,
      now,
      live_seconds: 600,
    },
    position_ms: one.position_ms,
    claimed: `{${one.claimed.map(([from, to]) => `[${from},${to})`).join()}}`,
    clock_ms:
      one.clock_off_ms === null ? null : Math.max(0, now.getTime() - began.getTime() + one.clock_off_ms),
    seq: one.seq === 'none' ? null : one.seq === 'next' ? seq : 1,
  });
  return answer.problem === null ? answer : { problem: answer.problem, reason: answer.reason };
}

async function recordOf({ store, user_id, enrollment_id }: Twin) {
  await store.settle([{ tenant_id: school.tenant_id, user_id }]);
  const { rows } = await sql(
    `select p.watched::text, p.watched_ms, p.progress, p.max_watched, p.last_position, p.completed, p.completed_at,
       p.credited_until, s.last_seq, s.cut_ms, s.repeats, s.expires_at, s.last_seen_at, s.credit_rate, s.status, s.state
     from video_progress p join playback_session s using (tenant_id, video_id, enrollment_id) where enrollment_id = $1`,
    enrollment_id,
  );
  return rows[0];
}

test('both stores answer the same and keep the same, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const { began, pair } = await twins();
      let now = began;
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'beat') now = new Date(now.getTime() + one.after_ms);
        const [expected, answer] = [
          await take(pair[0], one, now, began, index + 1),
          await take(pair[1], one, now, began, index + 1),
        ];
        expect(answer).toEqual(expected);
      }
      expect(await recordOf(pair[1])).toEqual(await recordOf(pair[0]));
    }),
    // Each try takes two students anew; looking for the smallest failure would outlast the test.
    { numRuns: 25, endOnFailure: true, examples: [[halfAMillisecond]] },
  );
});
