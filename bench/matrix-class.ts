import type pg from 'pg';

export const students = 300;
export const sessions = 60;

/** Sixty class sessions that have begun, each with a video that everybody watched in part, and the verdicts of all of them. */
const fill = [
  `insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
   select s.tenant_id, s.lecture_id, n, 'C', n, date '2026-01-01' + n from class_session s, generate_series(2, ${sessions}) n`,
  `insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
   select c.tenant_id, c.lecture_id, c.id, e.id from class_session c join enrollment e on e.lecture_id = c.lecture_id where c."order" > 1`,
  `insert into attendance (tenant_id, session_id, enrollment_id, status)
   select se.tenant_id, se.session_id, se.enrollment_id, 'ONLINE' from session_enrollment se
   join class_session c on c.id = se.session_id where c."order" > 1`,
  `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
   select tenant_id, id, 'v', 1, 'READY', 'k', 'h', 3600, 3600000 from class_session where "order" > 1`,
  `insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress)
   select v.tenant_id, v.id, se.enrollment_id, 1, ((se.enrollment_id * 7 + v.id) % 11) / 10.0
   from video v join session_enrollment se on se.session_id = v.session_id join class_session c on c.id = v.session_id where c."order" > 1`,
  'vacuum analyze',
  `select count(*) from (select set_config('app.tenant_id', (select min(id)::text from tenant), false)) tenant,
   lateral app.recompute_progress((select array_agg(id) from enrollment), '2026-12-31', now())`,
  'vacuum analyze',
];

/** In place of the one class session of a lecture, sixty. */
export async function fillMatrix(owner: pg.Pool): Promise<void> {
  for (const text of fill) await owner.query(text);
}
