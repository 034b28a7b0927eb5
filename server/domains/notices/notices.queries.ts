import type { Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, offsetOf } from '#core/list.ts';
import type { Notice, NoticeStatus } from '#db/types.ts';

/** Queues a message unless the same was said before; one that was withdrawn may be said again. Undefined: not again. */
export function queueNotice(tx: Tx, notice: Insertable<Notice>) {
  return tx
    .insertInto('notice')
    .values(notice)
    .onConflict((on) =>
      on
        .columns(['tenant_id', 'dedupe_key'])
        .doUpdateSet((is) => ({
          status: 'queued',
          template: is.ref('excluded.template'),
          text: is.ref('excluded.text'),
          recipient: is.ref('excluded.recipient'),
          created_at: is.ref('excluded.created_at'),
        }))
        .where('notice.status', 'in', ['withdrawn', 'queued']),
    )
    .returning('id')
    .executeTakeFirst();
}

export function findNotice(tx: Tx, id: number) {
  return tx
    .selectFrom('notice')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function findNoticeByKey(tx: Tx, dedupe_key: string) {
  return tx
    .selectFrom('notice')
    .select(['id', 'status'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('dedupe_key', '=', dedupe_key)
    .executeTakeFirst();
}

export async function updateNotice(
  tx: Tx,
  id: number,
  values: { status: NoticeStatus; sent_at?: Date; last_error?: string | null },
): Promise<void> {
  await tx
    .updateTable('notice')
    .set(values)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

type Filter = { status?: NoticeStatus | undefined; search?: string | undefined };

function notices(tx: Tx, { status, search }: Filter) {
  const like = search && likeOf(search);
  return tx
    .selectFrom('notice as n')
    .leftJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'n.tenant_id').onRef('s.id', '=', 'n.student_id'),
    )
    .where('n.tenant_id', '=', tx.tenant_id)
    .$if(status !== undefined, (q) => q.where('n.status', '=', status ?? 'sent'))
    .$if(!!like, (q) => q.where('n.text', 'ilike', like ?? ''));
}

/** Newest first. */
export function listNotices(tx: Tx, query: Filter & { page: number; page_size: number }) {
  const { limit, offset } = offsetOf({ ...query });
  return notices(tx, query)
    .selectAll('n')
    .select('s.name as student_name')
    .orderBy('n.created_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countNotices(tx: Tx, query: Filter): Promise<number> {
  const { n } = await notices(tx, query)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
