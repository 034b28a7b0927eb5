import type { VideoQuery } from '@seodang/contract/video.ts';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';
import type { VideoRow } from './processing.queries.ts';

export const videoOrders = [
  'order',
  'id',
  'title',
  'status',
  'created_at',
  'session_id',
  'deleted_at',
] as const;
export type VideoOrder = (typeof videoOrders)[number];

/** Videos, or those that were removed, of class sessions that are there, in lectures that the caller works in. */
function videos(tx: Tx, scope: Scope, removed = false) {
  return tx
    .selectFrom('video as v')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'v.tenant_id').onRef('c.id', '=', 'v.session_id'),
    )
    .where('v.tenant_id', '=', tx.tenant_id)
    .where('v.deleted_at', removed ? 'is not' : 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('c.lecture_id', 'in', visibleLectures(tx, scope));
}

function filtered(tx: Tx, scope: Scope, { session, lecture, status, search, removed }: VideoQuery) {
  const like = search && likeOf(search);
  return videos(tx, scope, removed)
    .$if(session !== undefined, (q) => q.where('v.session_id', '=', session ?? 0))
    .$if(lecture !== undefined, (q) => q.where('c.lecture_id', '=', lecture ?? 0))
    .$if(status !== undefined, (q) => q.where('v.status', '=', status ?? 'READY'))
    .$if(!!like, (q) => q.where('v.title', 'ilike', like ?? ''));
}

export async function countVideos(tx: Tx, scope: Scope, query: VideoQuery): Promise<number> {
  const { n } = await filtered(tx, scope, query)
    .select((v) => v.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export function listVideos(
  tx: Tx,
  scope: Scope,
  query: VideoQuery,
  order: readonly Order<VideoOrder>[],
): Promise<VideoRow[]> {
  const { limit, offset } = offsetOf(query);
  let rows = filtered(tx, scope, query).selectAll('v');
  for (const { column, direction } of order) rows = rows.orderBy(`v.${column}`, direction);
  return rows.orderBy('v.id').limit(limit).offset(offset).execute();
}

export function findVideo(tx: Tx, scope: Scope, id: number) {
  return videos(tx, scope).selectAll('v').select('c.lecture_id').where('v.id', '=', id).executeTakeFirst();
}

/** A video that was removed, held until commit. */
export function lockRemoved(tx: Tx, id: number): Promise<VideoRow | undefined> {
  return tx
    .selectFrom('video')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function nextOrder(tx: Tx, session_id: number): Promise<number> {
  const { last } = await tx
    .selectFrom('video')
    .select((v) => v.fn.max('order').as('last'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('session_id', '=', session_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}
