import { record } from './figures.ts';
import { accessOfOwner, measure, type Theatre, withViewers } from './viewers.ts';
import type { Load } from './viewers-load.ts';

const students = 1000;
const seconds = 8;

/** Thirty videos in the class session, each watched in three parts by every student. */
const fill = `
  with more as (
    insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, poster_path, duration, duration_ms)
    select v.tenant_id, v.session_id, 'Video ' || n, n, 'READY', 'videos/bench/1/' || n || '.mp4', 'media/hls/bench/videos/' || n || '/1-1/master.m3u8',
      'media/hls/bench/videos/' || n || '/1-1/poster.jpg', 3600, 3600000
    from video v, generate_series(2, 30) n returning tenant_id, id)
  insert into video_progress (tenant_id, video_id, enrollment_id, watched, watched_ms, progress, last_position, max_watched)
  select v.tenant_id, v.id, e.id, '{[0,600000),[900000,1200000),[1500000,2100000)}', 1500000, 0.41, 2100, 600
  from more v join enrollment e on e.tenant_id = v.tenant_id`;

async function rateOf({ port, cpuSeconds }: Theatre, what: string, load: Omit<Load, 'port' | 'seconds'>) {
  const before = cpuSeconds();
  const measured = await measure({ port, seconds, ...load });
  const after = cpuSeconds();
  const each = (part: 'node' | 'postgres') =>
    Math.round(((after[part] - before[part]) / measured.done) * 1e6);
  console.log(
    `${what}: ${measured.per_second}/s, p99 ${measured.p99_ms} ms; CPU each: Node ${each('node')} µs, PostgreSQL ${each('postgres')} µs, load ${measured.cpu_us} µs`,
  );
  return measured.per_second;
}

await withViewers(students, async (theatre) => {
  const { owner, viewers } = theatre;
  const { rows } = await owner.query<{ id: number; session_id: number }>('select id, session_id from video');
  const { id, session_id } = rows[0] ?? { id: 0, session_id: 0 };
  const watching = viewers.slice(0, 200);
  const path = '/api/v1/playback/start';
  const starts = await rateOf(theatre, 'starts', { path, sends: { start: Number(id) }, viewers: watching });

  await owner.query(fill);
  await owner.query('vacuum analyze');
  const list = await rateOf(theatre, 'list of 30 videos', {
    ...{ path: `/api/v1/videos/student?session=${session_id}`, sends: 'question', viewers: watching },
  });
  const staff = { access: await accessOfOwner(theatre), token: '' };
  const stats = await rateOf(theatre, `stats of ${students} students`, {
    ...{
      path: `/api/v1/videos/${id}/stats`,
      sends: 'question',
      viewers: Array.from({ length: 20 }, () => staff),
    },
  });
  const what = 'at least; over HTTP, load generator and database on the same cores';
  record('npm run bench lists', [
    { name: 'playback_start_per_s', value: starts, unit: '/s', limit: 1200, limit_what: what },
    { name: 'student_list30_per_s', value: list, unit: '/s', limit: 600, limit_what: what },
    { name: 'class_stats1000_per_s', value: stats, unit: '/s', limit: 250, limit_what: what },
  ]);
});
