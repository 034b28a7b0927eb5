import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, offsetOf } from '#core/list.ts';
import type { Notice, NoticeKind, NoticeStatus } from '#db/types.ts';

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
          reason: null,
          waits_for: null,
          not_before: null,
          template: is.ref('excluded.template'),
          text: is.ref('excluded.text'),
          recipient: is.ref('excluded.recipient'),
          user_id: is.ref('excluded.user_id'),
          about_on: is.ref('excluded.about_on'),
          created_at: is.ref('excluded.created_at'),
        }))
        .where('notice.status', 'in', ['withdrawn', 'queued']),
    )
    .returning('id')
    .executeTakeFirst();
}

/** Held against everybody else until commit: whether it goes out is decided once. */
export function lockNotice(tx: Tx, id: number) {
  return tx
    .selectFrom('notice')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
export type NoticeRow = NonNullable<Awaited<ReturnType<typeof lockNotice>>>;

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
  values: Updateable<Notice> & { status: NoticeStatus },
): Promise<void> {
  await tx
    .updateTable('notice')
    .set(values)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

type Filter = {
  channel?: 'message' | 'push' | undefined;
  kind?: NoticeKind | undefined;
  search?: string | undefined;
};

function notices(tx: Tx, { channel, kind, search }: Filter) {
  return tx
    .selectFrom('notice as n')
    .leftJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'n.tenant_id').onRef('s.id', '=', 'n.student_id'),
    )
    .where('n.tenant_id', '=', tx.tenant_id)
    .$if(channel !== undefined, (q) => q.where('n.channel', '=', channel ?? 'message'))
    .$if(kind !== undefined, (q) => q.where('n.kind', '=', kind ?? 'safety'))
    .$if(!!search, (q) => q.where(speaksOf(search ?? '')));
}

/** By name, by text, or by where it went: a phone number with or without its hyphens. */
function speaksOf(search: string) {
  const like = likeOf(search);
  const number = likeOf(search.replace(/^[\s-]*\d[\d\s-]*$/, (typed) => typed.replace(/\D/g, '')));
  return sql<boolean>`(s.name ilike ${like} or n.text ilike ${like} or n.channel = 'message' and n.recipient ilike ${number})`;
}

/** Newest first. */
export function listNotices(
  tx: Tx,
  query: Filter & { status?: NoticeStatus | undefined; page: number; page_size: number },
) {
  const { limit, offset } = offsetOf({ ...query });
  const { status } = query;
  return notices(tx, query)
    .leftJoin('family_link as k', (on) =>
      on.onRef('k.tenant_id', '=', 'n.tenant_id').onRef('k.notice_id', '=', 'n.id'),
    )
    .$if(status !== undefined, (q) => q.where('n.status', '=', status ?? 'sent'))
    .selectAll('n')
    .select(['s.name as student_name', 'k.expires_at', 'k.opened_at', 'k.revoked_at'])
    .orderBy('n.created_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** How many there are of each status; those without any are not among them. */
export async function countNotices(tx: Tx, query: Filter): Promise<Partial<Record<NoticeStatus, number>>> {
  const rows = await notices(tx, query)
    .select((s) => ['n.status', s.fn.countAll<number>().as('count')])
    .groupBy('n.status')
    .execute();
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** How many messages were handed to a provider today and this month, there. */
export async function countSpent(tx: Tx, timezone: string, now: Date) {
  const { rows } = await sql<{ today: number; month: number }>`
    select count(*) filter (where (sending_at at time zone ${timezone})::date = (${now}::timestamptz at time zone ${timezone})::date)::int as today,
      count(*)::int as month
    from notice
    where tenant_id = ${tx.tenant_id} and channel = 'message' and status in ('sending', 'sent', 'unsure')
      and sending_at >= date_trunc('month', ${now}::timestamptz at time zone ${timezone}) at time zone ${timezone}`.execute(
    tx,
  );
  return rows[0] ?? { today: 0, month: 0 };
}

/** What waits and what went wrong, in figures. */
export async function countWaiting(tx: Tx) {
  const { rows } = await sql<{ morning: number; budget: number; failed: number; unsure: number }>`
    select count(*) filter (where status = 'queued' and waits_for = 'quiet_hours')::int as morning,
      count(*) filter (where status = 'queued' and waits_for = 'budget')::int as budget,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status = 'unsure')::int as unsure
    from notice where tenant_id = ${tx.tenant_id} and status in ('queued', 'failed', 'unsure')`.execute(tx);
  return rows[0] ?? { morning: 0, budget: 0, failed: 0, unsure: 0 };
}

/** The ids of all that waits for the morning or for money. */
export async function listWaiting(tx: Tx): Promise<number[]> {
  const rows = await tx
    .selectFrom('notice')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'queued')
    .where('waits_for', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Where the family of a student is reached: the guardian of the phone on the card, or the first; the phone alone else. */
export async function findContact(tx: Tx, student_id: number) {
  const { rows } = await sql<{ user_id: number | null; phone: string | null; email: string | null }>`
    select u.id as user_id, coalesce(s.parent_phone, u.phone) as phone, u.email::text as email
    from student s
    left join lateral (
      select u.id, u.phone, u.email from guardianship g
      join user_account u on u.tenant_id = g.tenant_id and u.id = g.user_id
      where g.tenant_id = s.tenant_id and g.student_id = s.id
      order by (u.phone = s.parent_phone) is true desc, (u.phone is null), g.created_at, u.id limit 1) u on true
    where s.tenant_id = ${tx.tenant_id} and s.id = ${student_id} and s.deleted_at is null`.execute(tx);
  return rows[0];
}

/** Every guardian with an account. */
export async function listGuardians(tx: Tx, student_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('guardianship')
    .select('user_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .execute();
  return rows.map(({ user_id }) => user_id);
}
