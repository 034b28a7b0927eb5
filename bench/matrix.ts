import { unfolded } from '@seodang/contract/progress-matrix.ts';
import { record } from './figures.ts';
import { accessOfOwner, withViewers } from './viewers.ts';

const students = 300;
const sessions = 60;

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

await withViewers(students, async (theatre) => {
  for (const text of fill) await theatre.owner.query(text);
  const { rows } = await theatre.owner.query<{ id: number }>('select min(id) as id from lecture');
  const headers = { authorization: `Bearer ${await accessOfOwner(theatre)}` };
  const url = `http://127.0.0.1:${theatre.port}/api/v1/progress/matrix?lecture=${rows[0]?.id}`;
  const times: number[] = [];
  for (let n = 0; n < 41; n += 1) {
    const begun = performance.now();
    const reply = await fetch(url, { headers });
    const text = await reply.text();
    times.push(performance.now() - begun);
    if (n > 0) continue;
    const cells = unfolded(JSON.parse(text)).flatMap((row) =>
      row.cells.filter(({ state }) => state !== 'none'),
    ).length;
    if (cells !== students * sessions) throw new Error(`${cells} cells, not ${students * sessions}`);
    console.log(`${Math.round(text.length / 1000)} kB`);
  }
  const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
  const what = `at most; one request for ${students} students by ${sessions} sessions over HTTP; median of ${times.length}`;
  record('npm run bench matrix', [
    { name: 'matrix_300x60_ms', value: Math.round(median), unit: 'ms', limit: 80, limit_what: what },
  ]);
});
