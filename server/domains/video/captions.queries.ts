import type { Insertable, Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import type { VideoCaption } from '#db/types.ts';
import { visibleLectures } from '#domains/school/index.ts';

const columns = ['id', 'video_id', 'language', 'label', 'path', 'cues', 'filename', 'updated_at'] as const;

/** The captions of a video, in the order in which they were added. */
export function listCaptions(tx: Tx, video_id: number) {
  return tx
    .selectFrom('video_caption')
    .select(columns)
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .orderBy('id')
    .execute();
}
export type CaptionRow = Awaited<ReturnType<typeof listCaptions>>[number];

/** Captions of a video that is there, in lectures that the caller works in, held until commit. */
export function lockCaption(tx: Tx, scope: Scope, id: number) {
  return tx
    .selectFrom('video_caption as k')
    .innerJoin('video as v', (on) =>
      on.onRef('v.tenant_id', '=', 'k.tenant_id').onRef('v.id', '=', 'k.video_id'),
    )
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'v.tenant_id').onRef('c.id', '=', 'v.session_id'),
    )
    .selectAll('k')
    .select('c.lecture_id')
    .where('k.tenant_id', '=', tx.tenant_id)
    .where('k.id', '=', id)
    .where('v.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('c.lecture_id', 'in', visibleLectures(tx, scope))
    .forUpdate('k')
    .executeTakeFirst();
}

/** Undefined where there are captions of this language and label. */
export function insertCaption(tx: Tx, caption: Insertable<VideoCaption>): Promise<CaptionRow | undefined> {
  return tx
    .insertInto('video_caption')
    .values(caption)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'video_id', 'language', 'label']).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

export async function countNamed(tx: Tx, name: { video_id: number; language: string; label: string }) {
  const { n } = await tx
    .selectFrom('video_caption')
    .select((k) => k.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', name.video_id)
    .where('language', '=', name.language)
    .where('label', '=', name.label)
    .executeTakeFirstOrThrow();
  return n;
}

export function updateCaption(tx: Tx, id: number, change: Updateable<VideoCaption>): Promise<CaptionRow> {
  return tx
    .updateTable('video_caption')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function deleteCaption(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('video_caption').where('tenant_id', '=', tx.tenant_id).where('id', '=', id).execute();
}
