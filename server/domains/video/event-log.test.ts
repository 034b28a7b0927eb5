import type { PlaybackEvent } from '@seodang/contract/playback-events.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { ahead, hidden, watching } from '#testing/violations.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

/** A video with events of two students, an hour apart. */
async function watched() {
  const room = await watching(kit, school);
  const him = await room.student();
  await room.her.report(room.playback, [hidden, { type: 'FOCUS_LOST' }, ahead]);
  kit.travel(3600);
  const his = await him.playing(room.video_id);
  await him.report(his, [{ type: 'FOCUS_GAINED' }, { type: 'SEEK_ATTEMPT', payload: { from: 9, to: 0 } }]);
  const list = async (query = '', who = room.teacher) =>
    (await ask(kit, who, `GET /video-playback-events?video=${room.video_id}${query}`)).body;
  return { ...room, him, his, list };
}
type Page = { results: PlaybackEvent[]; next: string | null };
const typesOf = ({ results }: { results: PlaybackEvent[] }) => results.map(({ event_type }) => event_type);

describe('the list of events', () => {
  test('tells the newest first: who, what, when, by which rules, and how grave', async () => {
    const { list, her, playback } = await watched();
    const { results, next } = await list();
    expect(next).toBeNull();
    expect(typesOf({ results })).toEqual([
      ...['SEEK_ATTEMPT', 'FOCUS_GAINED', 'SEEK_ATTEMPT', 'FOCUS_LOST', 'VISIBILITY_HIDDEN'],
    ]);
    expect(results[2]).toMatchObject({
      enrollment_id: her.enrollment_id,
      student_name: '김하늘',
      session_id: playback.session_id,
      device_id: 'tablet',
      user_id: her.user_id,
      violated: true,
      violation_reason: 'seek_bounded_forward',
      event_payload: { from: 0, to: 500 },
      policy_snapshot: playback.policy,
      severity: 'danger',
      score: 7,
    });
    expect(results.map(({ severity, score }: PlaybackEvent) => [severity, score])).toEqual([
      ...[
        ['warn', 3],
        ['info', 0],
        ['danger', 7],
        ['warn', 2],
        ['info', 1],
      ],
    ]);
  });

  test('filters by student, playback, violation, kinds and name', async () => {
    const { list, her, his } = await watched();
    expect(typesOf(await list(`&enrollment=${her.enrollment_id}`))).toHaveLength(3);
    expect(typesOf(await list(`&session_id=${his.session_id}`))).toHaveLength(2);
    expect(typesOf(await list('&violated=true'))).toEqual(['SEEK_ATTEMPT']);
    expect(typesOf(await list('&violated=false'))).toHaveLength(4);
    expect(typesOf(await list('&event_type=FOCUS_LOST,FOCUS_GAINED'))).toEqual([
      'FOCUS_GAINED',
      'FOCUS_LOST',
    ]);
    expect(typesOf(await list('&search=하늘'))).toHaveLength(5);
    expect(typesOf(await list('&search=100%25'))).toEqual([]);
    expect(typesOf(await list(`&search=${his.session_id.slice(4, 18)}`))).toHaveLength(2);
    expect(typesOf(await list(`&search=${her.user_id}`))).toHaveLength(3);
  });

  test('pages by a cursor that neither repeats nor leaves out', async () => {
    const { her, playback, teacher, video_id } = await watching(kit, school);
    await her.report(playback, Array(23).fill(hidden));
    const seen: number[] = [];
    let url: string | null = `/api/v1/video-playback-events?video=${video_id}&page_size=10`;
    while (url !== null) {
      const reply: { json: () => Page } = await kit.app.inject({ url, headers: teacher.headers });
      seen.push(...reply.json().results.map(({ id }: PlaybackEvent) => id));
      url = reply.json().next;
    }
    expect(seen).toHaveLength(23);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
  });

  test('goes back a day unless asked for more, and one event is found however old', async () => {
    const { list, teacher } = await watched();
    const [event] = (await list()).results;
    kit.travel(2 * 86_400);
    expect((await list()).results).toEqual([]);
    expect((await list('&range=7d')).results).toHaveLength(5);
    kit.travel(10 * 86_400);
    expect((await list('&range=7d')).results).toEqual([]);
    expect((await list('&range=all')).results).toHaveLength(5);
    expect((await ask(kit, teacher, `GET /video-playback-events/${event.id}`)).body).toEqual({
      ...event,
    });
    for (const query of ['range=1y', 'event_type=MIND_READ', 'page_size=x', 'cursor=x', 'violated=maybe'])
      expect((await ask(kit, teacher, `GET /video-playback-events?${query}`)).status).toBe(400);
  });

  test('is for staff of the lecture: students are refused, other teachers find nothing', async () => {
    const { list, her, video_id, ...room } = await watched();
    const [event] = (await list()).results;
    const other = await school.person('teacher');
    expect((await ask(kit, her.person, 'GET /video-playback-events')).status).toBe(403);
    expect((await list('', other)).results).toEqual([]);
    expect((await ask(kit, other, 'GET /video-playback-events')).body.results).toEqual([]);
    for (const path of [`risk?video=${video_id}`, `export?video=${video_id}`, event.id])
      expect((await ask(kit, other, `GET /video-playback-events/${path}`)).status).toBe(404);
    const all = (await ask(kit, room.teacher, 'GET /video-playback-events')).body;
    expect(all.results).toHaveLength(5);
  });
});

describe('the risk ranking', () => {
  test('adds up what each student did, the riskiest first', async () => {
    const { her, him, teacher, video_id } = await watched();
    const { body } = await ask(kit, teacher, `GET /video-playback-events/risk?video=${video_id}`);
    expect(body).toEqual([
      {
        ...{
          enrollment_id: her.enrollment_id,
          student_name: '김하늘',
          score: 10,
          danger: 1,
          warn: 1,
          info: 1,
        },
        ...{ last_occurred_at: expect.any(String), case_id: expect.any(Number), case_state: 'warned' },
      },
      {
        ...{
          enrollment_id: him.enrollment_id,
          student_name: '김하늘',
          score: 3,
          danger: 0,
          warn: 1,
          info: 1,
        },
        ...{ last_occurred_at: expect.any(String), case_id: null, case_state: null },
      },
    ]);
    const { rows } = await sql(
      `select max(occurred_at) as last from playback_event where enrollment_id = $1`,
      her.enrollment_id,
    );
    expect(body[0].last_occurred_at).toBe(rows[0].last.toISOString());
    const one = await ask(kit, teacher, `GET /video-playback-events/risk?video=${video_id}&limit=1`);
    expect(one.body).toHaveLength(1);
  });

  test('counts a day, a week or all, and says what is missing or wrong in the question', async () => {
    const { teacher, video_id } = await watched();
    const risk = async (query: string) =>
      (await ask(kit, teacher, `GET /video-playback-events/risk?${query}`)).body;
    kit.travel(3 * 86_400);
    expect(await risk(`video=${video_id}`)).toEqual([]);
    expect(await risk(`video=${video_id}&range=7d`)).toHaveLength(2);
    kit.travel(30 * 86_400);
    expect(await risk(`video=${video_id}&range=7d`)).toEqual([]);
    expect(await risk(`video=${video_id}&range=all`)).toHaveLength(2);
    for (const query of ['range=24h', `video=${video_id}&limit=x`, `video=${video_id}&range=month`])
      expect(await risk(query)).toMatchObject({ status: 400 });
  });

  test('is the same as what the events say, however they came', async () => {
    const { her, teacher, video_id, ...room } = await watching(kit, school);
    const kinds = ['VISIBILITY_HIDDEN', 'FOCUS_LOST', 'PLAYER_ERROR', 'FULLSCREEN_EXIT', 'WATERMARK_REMOVED'];
    let { playback } = room;
    const began = kit.clock().getTime() / 1000;
    for (let n = 0; n < 20; n += 1) {
      kit.travel(590);
      playback = (await her.refresh(playback)).json();
      const events = kinds.slice(n % 5).map((type, at) => ({ type, occurred_at: began + n * at * 100 }));
      expect((await her.report(playback, [...events, ahead])).statusCode).toBe(201);
    }
    const { rows } = await sql(
      `select sum(app.event_score(event_type, violation_reason))::int as score, count(violation_reason)::int as danger,
         count(*) filter (where app.event_severity(event_type, violation_reason) = 'warn')::int as warn
       from playback_event where enrollment_id = $1`,
      her.enrollment_id,
    );
    const [row] = (await ask(kit, teacher, `GET /video-playback-events/risk?video=${video_id}`)).body;
    expect(row).toMatchObject(rows[0]);
  });
});

describe('the export', () => {
  test('opens right in a Korean Excel, runs no formula, and is recorded', async () => {
    const { her, playback, teacher, video_id } = await watching(kit, school);
    await sql(`update student set name = '=HYPERLINK("http://evil")' where id = $1`, her.student_id);
    await her.report(playback, [{ ...hidden, payload: { why: '전화, "급함"' } }, ahead]);

    const { reply } = await ask(kit, teacher, `GET /video-playback-events/export?video=${video_id}`);

    expect(reply.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="video_${video_id}_events_24h.csv"`,
    });
    expect(reply.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [head, first, second, end] = reply.body.slice(1).split('\r\n');
    expect(head).toBe(
      'occurred_at,student_name,enrollment_id,event_type,violated,violation_reason,session_id,user_id,score,payload',
    );
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00,"'=HYPERLINK\(""http:\/\/evil""\)",/);
    expect(first?.split(',').slice(2, 9)).toEqual([
      ...[String(her.enrollment_id), 'SEEK_ATTEMPT', 'Y', 'seek_bounded_forward'],
      ...[playback.session_id, String(her.user_id), '7'],
    ]);
    expect(second).toContain(',VISIBILITY_HIDDEN,N,,');
    expect(second).toContain('"{""why"": ""전화, \\""급함\\""""}"');
    expect(end).toBe('');
    const { rows } = await sql(
      `select after from audit_entry where tenant_id = $1 and action = 'video.export_events' and subject_id = $2`,
      school.tenant_id,
      String(video_id),
    );
    expect(rows).toMatchObject([{ after: { video: video_id, range: '24h' } }]);
  });

  test('of many comes in portions, complete, in order, and with the filters of the list', async () => {
    const { her, playback, teacher, video_id } = await watching(kit, school);
    await her.report(playback, [hidden]);
    await sql(
      `insert into playback_event (tenant_id, video_id, enrollment_id, occurred_at, received_at, session_id, policy_id, event_type, payload)
       select tenant_id, video_id, enrollment_id, occurred_at - (n % 977) * interval '1 second', received_at, session_id, policy_id,
         case when n % 3 = 0 then 'FOCUS_LOST' else 'FOCUS_GAINED' end::playback_event_type, jsonb_build_object('n', n)
       from playback_event, generate_series(1, 12000) n where enrollment_id = $1`,
      her.enrollment_id,
    );
    const lines = async (query = '') => {
      const { reply } = await ask(
        kit,
        teacher,
        `GET /video-playback-events/export?video=${video_id}${query}`,
      );
      return reply.body.slice(1).trimEnd().split('\r\n').slice(1);
    };
    const all = await lines();
    expect(all).toHaveLength(12_001);
    expect(new Set(all).size).toBe(12_001);
    const times = all.map((line) => line.slice(0, 19));
    expect(times).toEqual([...times].sort().reverse());
    expect(await lines('&event_type=FOCUS_LOST')).toHaveLength(4000);
    expect(await lines('&violated=true')).toEqual([]);
  });
});
