import type { Academy } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer, type VideoOptions } from '#testing/viewers.ts';

/** A seek beyond what was watched of a video whose seeking is bounded. */
export const ahead = { type: 'SEEK_ATTEMPT', payload: { from: 0, to: 500 } };
export const hidden = { type: 'VISIBILITY_HIDDEN' };

/** A student who watches a new video. */
export async function watching(kit: Kit, school: Academy, options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  return { ...room, her, playback: await her.playing(room.video_id) };
}

/** As far as paused: two violations. */
export async function paused(kit: Kit, school: Academy) {
  const room = await watching(kit, school);
  await room.her.report(room.playback, [ahead]);
  await room.her.acknowledge(room.playback, 'warned');
  const { state, case_id } = (await room.her.report(room.playback, [ahead])).json();
  if (state !== 'paused') throw new Error(`two violations lead to ${state}`);
  return { ...room, case_id: Number(case_id) };
}

/** One more, and the playback has ended. */
export async function revoked(kit: Kit, school: Academy) {
  const room = await paused(kit, school);
  await room.her.acknowledge(room.playback, 'paused');
  const { state } = (await room.her.report(room.playback, [ahead])).json();
  if (state !== 'revoked') throw new Error(`three violations lead to ${state}`);
  return room;
}

/** What is stored of a student, behind the API. */
export function stored(kit: Kit) {
  const list = async (table: string, { enrollment_id }: StudentViewer) =>
    (await kit.owner.query(`select * from ${table} where enrollment_id = $1 order by id`, [enrollment_id]))
      .rows;
  return {
    events: (of: StudentViewer) => list('playback_event', of),
    cases: (of: StudentViewer) => list('playback_case', of),
    status: async ({ session_id }: { session_id: string }) =>
      (await kit.owner.query('select status from playback_session where session_id = $1', [session_id]))
        .rows[0]?.status,
  };
}
