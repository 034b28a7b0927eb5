import type { PermissionChange, VideoPermissionQuery } from '@seodang/contract/video-permission.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

export const permissionOrders = ['id', 'updated_at'] as const;

/** Permissions in lectures that the caller works in. */
function permissions(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('video_permission as p')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope));
}

const columns = [
  'p.id',
  'p.video_id as video',
  'p.enrollment_id as enrollment',
  'st.name as student_name',
  'p.rule',
  'p.allow_skip_override',
  'p.max_speed_override',
  'p.show_watermark_override',
  'p.block_speed_control',
  'p.block_seek',
  'p.is_override',
  'p.updated_at',
] as const;

function filtered(tx: Tx, scope: Scope, { video, enrollment, search }: VideoPermissionQuery) {
  const like = search && likeOf(search);
  return permissions(tx, scope)
    .$if(video !== undefined, (q) => q.where('p.video_id', '=', video ?? 0))
    .$if(enrollment !== undefined, (q) => q.where('p.enrollment_id', '=', enrollment ?? 0))
    .$if(!!like, (q) => q.where('st.name', 'ilike', like ?? ''));
}

export async function countPermissions(tx: Tx, scope: Scope, query: VideoPermissionQuery): Promise<number> {
  const { n } = await filtered(tx, scope, query)
    .select((p) => p.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export function listPermissions(
  tx: Tx,
  scope: Scope,
  query: VideoPermissionQuery,
  order: readonly Order<(typeof permissionOrders)[number]>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = filtered(tx, scope, query).select(columns);
  for (const { column, direction } of order) rows = rows.orderBy(`p.${column}`, direction);
  return rows.limit(limit).offset(offset).execute();
}

export function findPermission(tx: Tx, scope: Scope, id: number) {
  return permissions(tx, scope).select(columns).where('p.id', '=', id).executeTakeFirst();
}

export async function deletePermission(tx: Tx, id: number): Promise<void> {
  await tx
    .deleteFrom('video_permission')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Those of one video, in the order of the enrollments. */
export function listPermissionsOf(tx: Tx, scope: Scope, video_id: number, enrollments: readonly number[]) {
  return permissions(tx, scope)
    .select(columns)
    .where('p.video_id', '=', video_id)
    .where('p.enrollment_id', 'in', enrollments)
    .orderBy('p.enrollment_id')
    .execute();
}

/** Which of the enrollments are of a lecture, held until commit. */
export async function listEnrolled(
  tx: Tx,
  lecture_id: number,
  enrollments: readonly number[],
): Promise<number[]> {
  const rows = await tx
    .selectFrom('enrollment')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', lecture_id)
    .where('id', 'in', enrollments)
    .forKeyShare()
    .execute();
  return rows.map(({ id }) => id);
}

/** One statement for any number of students; what is not in `change` stays as it is. */
export async function upsertPermissions(
  tx: Tx,
  video_id: number,
  enrollments: readonly number[],
  change: PermissionChange,
): Promise<void> {
  const set = { ...change, is_override: true };
  await tx
    .insertInto('video_permission')
    .columns(['video_id', 'enrollment_id'])
    .expression(sql`select ${video_id}::bigint, unnest(${enrollments}::bigint[])`)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'video_id', 'enrollment_id']).doNothing())
    .execute();
  await tx
    .updateTable('video_permission')
    .set(set)
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('enrollment_id', 'in', enrollments)
    .execute();
}

export async function deletePermissions(
  tx: Tx,
  video_id: number,
  enrollments: readonly number[],
): Promise<void> {
  await tx
    .deleteFrom('video_permission')
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('enrollment_id', 'in', enrollments)
    .execute();
}
