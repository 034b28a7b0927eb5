import { setTimeout } from 'node:timers/promises';
import { type Figure, record } from './figures.ts';
import { accessOfOwner, measure, type Theatre, withViewers } from './viewers.ts';

const viewers = 200;
const seconds = 10;
type Measurement = Omit<Figure, 'commit' | 'command'>;

/** 200,000 events of 200 students in five hours of one video, with their counters, as app.store_events leaves them. */
const fill = `
  with e as (
    insert into playback_event (tenant_id, video_id, enrollment_id, occurred_at, received_at, session_id, policy_id, event_type, payload)
    select s.tenant_id, s.video_id, s.enrollment_id, at, at, s.session_id, p.id,
      (array['VISIBILITY_HIDDEN', 'FOCUS_LOST', 'FOCUS_GAINED', 'SEEK_ATTEMPT', 'FULLSCREEN_ENTER'])[1 + n % 5]::playback_event_type,
      case when n % 5 = 3 then jsonb_build_object('from', n, 'to', n / 2) end
    from generate_series(1, 1000) n cross join playback_session s, playback_policy p, lateral (select now() - n * interval '18 seconds' as at) t
    returning *)
  insert into playback_event_count (tenant_id, video_id, hour, enrollment_id, last_occurred_at, score, danger, warn, info)
  select tenant_id, video_id, date_trunc('hour', occurred_at, 'UTC'), enrollment_id, max(occurred_at),
    sum(app.event_score(event_type, violation_reason)), count(violation_reason),
    count(*) filter (where app.event_severity(event_type, violation_reason) = 'warn'),
    count(*) filter (where app.event_severity(event_type, violation_reason) = 'info')
  from e group by 1, 2, 3, 4`;

async function storing({ owner, port, cpuSeconds, ...theatre }: Theatre, sends: number) {
  const load = { port, path: '/api/v1/playback/events', seconds, sends, viewers: theatre.viewers };
  const before = cpuSeconds();
  const measured = await measure(load);
  const after = cpuSeconds();
  const each = (part: 'node' | 'postgres') =>
    Math.round(((after[part] - before[part]) / measured.done) * 1e6);
  console.log(
    `batches of ${sends}: ${measured.per_second}/s, p99 ${measured.p99_ms} ms; CPU a batch: Node ${each('node')} µs, PostgreSQL ${each('postgres')} µs, load ${measured.cpu_us} µs`,
  );
  const { rows } = await owner.query<{ stored: string }>('select count(*) as stored from playback_event');
  if (Number(rows[0]?.stored) < measured.done * sends) throw new Error('not every event is stored');
  return measured.per_second * sends;
}

async function bytesOfRow({ owner }: Theatre): Promise<number> {
  const { rows } = await owner.query<{ bytes: number }>(
    `select (pg_total_relation_size('playback_event') / count(*))::int as bytes from playback_event`,
  );
  return rows[0]?.bytes ?? 0;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number) => Math.round(value * 100) / 100;

async function ranking(url: string, headers: { authorization: string }): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 50; n += 1) {
    const begun = performance.now();
    const reply = await fetch(`${url}/risk?video=1&range=all&limit=50`, { headers });
    const rows = (await reply.json()) as unknown[];
    if (rows.length !== 50) throw new Error(`the ranking has ${rows.length} rows`);
    times.push(performance.now() - begun);
  }
  return median(times);
}

type Export = { s: number; first_byte_ms: number; rss_mb: number; beat_ms: number };

async function exporting(theatre: Theatre, url: string, headers: { authorization: string }): Promise<Export> {
  const before = theatre.memory();
  let most = before;
  let bytes = 0;
  let first = 0;
  const beats = beating(theatre);
  const begun = performance.now();
  const reply = await fetch(`${url}/export?video=1&range=all`, { headers });
  for await (const chunk of reply.body ?? []) {
    first ||= performance.now() - begun;
    bytes += chunk.length;
    most = Math.max(most, theatre.memory());
  }
  const s = (performance.now() - begun) / 1000;
  console.log(`export: ${Math.round(bytes / 1e6)} MB in ${round(s)} s`);
  return { s, first_byte_ms: first, rss_mb: most - before, beat_ms: await beats.stop() };
}

/** Heartbeats of one viewer after another, and how long all but the slowest hundredth took. */
function beating({ address, viewers }: Theatre) {
  let over = false;
  const times: number[] = [];
  const running = (async () => {
    for (let n = 0; !over; n += 1) {
      const { access, token } = viewers[n % viewers.length] ?? { access: '', token: '' };
      const begun = performance.now();
      const reply = await fetch(`${address}/api/v1/playback/heartbeat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
      await reply.arrayBuffer();
      times.push(performance.now() - begun);
    }
  })();
  return {
    stop: async () => {
      over = true;
      await running;
      return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
    },
  };
}

await withViewers(viewers, async (theatre) => {
  const { owner, address } = theatre;
  const of20 = await storing(theatre, 20);
  const of100 = await storing(theatre, 100);
  await owner.query('vacuum analyze playback_event');
  const row = await bytesOfRow(theatre);

  await owner.query('truncate playback_event, playback_event_count');
  await owner.query(fill);
  await owner.query('vacuum analyze');
  const headers = { authorization: `Bearer ${await accessOfOwner(theatre)}` };
  const url = `${address}/api/v1/video-playback-events`;
  const rank_ms = await ranking(url, headers);
  await exporting(theatre, url, headers);
  const alone = beating(theatre);
  await setTimeout(5000);
  const alone_ms = await alone.stop();
  const exports: Export[] = [];
  for (let n = 0; n < 5; n += 1) exports.push(await exporting(theatre, url, headers));
  const of = (name: keyof Export) => round(median(exports.map((one) => one[name])));

  const figure = (
    name: string,
    value: number,
    unit: string,
    limit: number,
    limit_what: string,
  ): Measurement => ({
    ...{ name, value, unit, limit, limit_what },
  });
  record('npm run bench events', [
    figure(
      'events20_events_per_s',
      of20,
      '/s',
      50_000,
      `at least; batches of 20 of ${viewers} viewers, judged and counted; load and database on the same cores`,
    ),
    figure('events100_events_per_s', of100, '/s', 70_000, 'at least; batches of 100'),
    figure('event_row_bytes', row, 'B', 260, 'at most; a stored event with its indexes'),
    figure('risk_ranking_200k_ms', round(rank_ms), 'ms', 20, 'at most; over HTTP, 200 students, median'),
    figure('export_200k_s', of('s'), 's', 1, 'at most; while heartbeats are being sent, median of 5'),
    figure('export_200k_first_byte_ms', of('first_byte_ms'), 'ms', 50, 'at most'),
    figure('export_200k_rss_mb', of('rss_mb'), 'MB', 20, 'at most; more memory of Node than before'),
    figure(
      'export_200k_beat_ms',
      round(of('beat_ms') - alone_ms),
      'ms',
      20,
      'at most; how much longer heartbeats take meanwhile, p99',
    ),
  ]);
});
