import type { PermissionChange, VideoPermissionQuery } from '@seodang/contract/video-permission.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import * as queries from './permissions.queries.ts';
import { lockVideo } from './processing.queries.ts';

/** Rules that differ from the default, in the lectures that the caller works in. */
export function listPermissions(scope: Scope, query: VideoPermissionQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.permissionOrders, [{ column: 'id', direction: 'asc' }]);
    const rows = await queries.listPermissions(tx, scope, query, order);
    return toPage(url, query, await queries.countPermissions(tx, scope, query), rows);
  });
}

/**
 * Rules of students for a video, all or none; what is not given stays as it is. Who watches now gets them at the next
 * heartbeat. Refuses `enrollment_mismatch` with the ids that are not of the video's lecture.
 */
export function setPermissions(
  scope: Scope,
  video_id: number,
  enrollments: readonly number[],
  change: PermissionChange,
) {
  return scope.tx(async (tx, scope) => {
    const { lecture_id, wanted, before } = await concerned(tx, scope, video_id, enrollments);
    await queries.upsertPermissions(tx, video_id, wanted, change);
    await record(tx, scope, { video_id, lecture_id, before, enrollments: wanted, change });
    return queries.listPermissionsOf(tx, scope, video_id, wanted);
  });
}

/** Forgets what was set for students of a video; who has no rule of their own is not counted. Refuses `enrollment_mismatch`. */
export function clearPermissions(scope: Scope, video_id: number, enrollments: readonly number[]) {
  return scope.tx(async (tx, scope) => {
    const { lecture_id, wanted, before } = await concerned(tx, scope, video_id, enrollments);
    await queries.deletePermissions(tx, video_id, wanted);
    await record(tx, scope, { video_id, lecture_id, before, enrollments: wanted, change: null });
    return { cleared: before.length };
  });
}

async function concerned(tx: Tx, scope: Scope, video_id: number, enrollments: readonly number[]) {
  const video = found(await lockVideo(tx, video_id));
  const { lecture_id } = await mustTeachClassSession(tx, scope, video.session_id);
  const wanted = [...new Set(enrollments)];
  const enrolled = new Set(await queries.listEnrolled(tx, lecture_id, wanted));
  const others = wanted.filter((id) => !enrolled.has(id));
  if (others.length > 0) refuse('enrollment_mismatch', { enrollments: others });
  return { lecture_id, wanted, before: await queries.listPermissionsOf(tx, scope, video_id, wanted) };
}

/** Changes one rule that is there. */
export async function editPermission(scope: Scope, id: number, change: PermissionChange) {
  const permission = found(await scope.tx((tx, scope) => queries.findPermission(tx, scope, id)));
  const [changed] = await setPermissions(scope, permission.video, [permission.enrollment], change);
  return found(changed);
}

export function getPermission(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => found(await queries.findPermission(tx, scope, id)));
}

/** Takes a rule away: for this student the video's own rules hold again, from the next heartbeat on. */
export function removePermission(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const { video } = found(await queries.findPermission(tx, scope, id));
    const { session_id } = found(await lockVideo(tx, video));
    const { lecture_id } = await mustTeachClassSession(tx, scope, session_id);
    const before = found(await queries.findPermission(tx, scope, id));
    await queries.deletePermission(tx, id);
    const about = { action: 'video.remove_permission', subject_type: 'video', subject_id: video } as const;
    await audit(tx, scope, { ...about, before });
    await publish(tx, 'videos', { lecture_id });
  });
}

type Done = {
  video_id: number;
  lecture_id: number;
  before: unknown;
  enrollments: readonly number[];
  /** Null: cleared. */
  change: PermissionChange | null;
};

async function record(tx: Tx, scope: Scope, { video_id, lecture_id, before, enrollments, change }: Done) {
  await audit(tx, scope, {
    ...{ action: 'video.set_permission', subject_type: 'video', subject_id: video_id, before },
    after: change === null ? { enrollments, cleared: true } : { enrollments, ...change },
  });
  await publish(tx, 'videos', { lecture_id });
}
