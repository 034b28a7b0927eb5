import { randomBytes, randomUUID } from 'node:crypto';
import type { Playback } from '@seodang/contract/playback.ts';
import type { Academy, Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

export type VideoOptions = {
  duration_ms?: number;
  allow_skip?: boolean;
  max_speed?: number;
  required_rate?: number;
};

/** A class session with a READY video, whose output (master, one segment, poster, key) lies in the storage. */
export async function classWithVideo(kit: Kit, school: Academy, options: VideoOptions = {}) {
  const teacher = await school.person('teacher');
  const { lecture_id, session_id } = await school.classSession(teacher);
  await kit.owner.query('update policy_version set video_required_rate = $1 where lecture_id = $2', [
    options.required_rate ?? 90,
    lecture_id,
  ]);
  const video_id = await insertVideo(kit, school, session_id, options);
  return {
    ...{ teacher, lecture_id, session_id, video_id },
    /** A student with a seat in the session. */
    student: () => studentIn(kit, school, { lecture_id, session_id }),
    laterSession: (required_rate: number) => laterSession(kit, school, lecture_id, required_rate),
    addVideo: (more: VideoOptions = {}) => insertVideo(kit, school, session_id, { ...options, ...more }),
  };
}

/** Another class session of a lecture, from whose day on another share of its videos is to be watched. */
async function laterSession(
  kit: Kit,
  school: Academy,
  lecture_id: number,
  required_rate: number,
): Promise<number> {
  // One without a day goes by the last of all.
  await kit.owner.query(`update class_session set date = '2030-12-31' where lecture_id = $1`, [lecture_id]);
  await kit.owner.query(
    `insert into policy_version (tenant_id, lecture_id, version, effective_on, video_required_rate)
     select tenant_id, lecture_id, version + 1, '2031-01-01', $2 from policy_version where lecture_id = $1`,
    [lecture_id, required_rate],
  );
  const { rows } = await kit.owner.query<{ id: number }>(
    `insert into class_session (tenant_id, lecture_id, title, "order", regular_order, date)
     values ($1, $2, '다음 시간', 2, 2, '2031-03-02') returning id`,
    [school.tenant_id, lecture_id],
  );
  return rows[0]?.id ?? 0;
}

async function insertVideo(
  kit: Kit,
  school: Academy,
  session_id: number,
  options: VideoOptions,
): Promise<number> {
  const { duration_ms = 600_000, allow_skip = false, max_speed = 1 } = options;
  const { rows } = await kit.owner.query<{ id: number }>(
    `insert into video (tenant_id, session_id, title, "order", file_key, duration_ms, duration, allow_skip, max_speed)
     select $1, $2, '함수의 극한', coalesce(max("order"), 0) + 1, $3, $4, $5, $6, $7 from video where session_id = $2
     returning id`,
    [
      school.tenant_id,
      session_id,
      `videos/${school.code}/${session_id}/${randomUUID()}.mp4`,
      duration_ms,
      Math.round(duration_ms / 1000),
      allow_skip,
      max_speed,
    ],
  );
  const id = rows[0]?.id ?? 0;
  const prefix = `media/hls/${school.code}/videos/${id}/1-1/`;
  const files = {
    'master.m3u8': '#EXTM3U\n480p.m3u8\n',
    '480p-1.m4s': '0123456789',
    'poster.jpg': 'picture',
  };
  for (const [name, text] of Object.entries(files)) await kit.storage.put(prefix + name, Buffer.from(text));
  await kit.owner.query(
    `insert into video_key (tenant_id, video_id, version, key) values ($1, $2, '1-1', $3)`,
    [school.tenant_id, id, randomBytes(16)],
  );
  await kit.owner.query(
    `update video set status = 'READY', output_version = '1-1', output_is_whole = true, hls_path = $2, poster_path = $3 where id = $1`,
    [id, `${prefix}master.m3u8`, `${prefix}poster.jpg`],
  );
  return id;
}

async function studentIn(kit: Kit, school: Academy, to: { lecture_id: number; session_id: number }) {
  const person = await school.person('student', '김하늘');
  const one = async (text: string, values: unknown[]) =>
    (await kit.owner.query<{ id: number }>(text, [school.tenant_id, ...values])).rows[0]?.id ?? 0;
  const student_id = await one(
    `insert into student (tenant_id, user_id, name, phone) values ($1, $2, '김하늘', '01012345678') returning id`,
    [person.user_id],
  );
  const enrollment_id = await one(
    'insert into enrollment (tenant_id, lecture_id, student_id) values ($1, $2, $3) returning id',
    [to.lecture_id, student_id],
  );
  const seat = [to.session_id, enrollment_id];
  await one(
    'insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) values ($1, $2, $3, $4)',
    [to.lecture_id, ...seat],
  );
  await one('insert into attendance (tenant_id, session_id, enrollment_id) values ($1, $2, $3)', seat);
  return { ...person, ...viewer(kit, person), person, student_id, enrollment_id };
}
export type StudentViewer = Awaited<ReturnType<typeof studentIn>>;

/** The player of one person, as it speaks to the server. */
export function viewer(kit: Kit, person: Person) {
  const post = (path: string, payload: object) =>
    kit.app.inject({ method: 'POST', url: `/api/v1/playback/${path}`, headers: person.headers, payload });
  return {
    post,
    start: (video_id: number, device_id = 'tablet', more: object = {}) =>
      post('start', { video_id, device_id, ...more }),
    playing: async (video_id: number, device_id = 'tablet', more: object = {}): Promise<Playback> => {
      const reply = await post('start', { video_id, device_id, ...more });
      if (reply.statusCode !== 201) throw new Error(`start: ${reply.body}`);
      return reply.json();
    },
    refresh: ({ token }: { token: string }) => post('refresh', { token }),
    beat: ({ token }: { token: string }, beat: object = {}) => post('heartbeat', { token, ...beat }),
    report: ({ token }: { token: string }, events: object[], more: object = {}) =>
      post('events', { token, events, ...more }),
    acknowledge: ({ token }: { token: string }, state: 'warned' | 'paused') =>
      post('acknowledge', { token, state }),
    end: ({ token }: { token: string }) => post('end', { token }),
  };
}
