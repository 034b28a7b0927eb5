import type { Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { PushSubscription } from '#db/types.ts';

export function findSubscription(tx: Tx, id: number) {
  return tx
    .selectFrom('push_subscription')
    .select(['id', 'endpoint', 'p256dh', 'auth'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A browser that signs in as somebody else belongs to that user from then on. */
export async function upsertSubscription(tx: Tx, row: Insertable<PushSubscription>): Promise<void> {
  await tx
    .insertInto('push_subscription')
    .values(row)
    .onConflict((on) =>
      on.columns(['tenant_id', 'endpoint']).doUpdateSet((is) => ({
        user_id: is.ref('excluded.user_id'),
        p256dh: is.ref('excluded.p256dh'),
        auth: is.ref('excluded.auth'),
      })),
    )
    .execute();
}

export async function deleteSubscription(tx: Tx, id: number): Promise<void> {
  await tx
    .deleteFrom('push_subscription')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export async function deleteSubscriptionsOf(tx: Tx, user_id: number): Promise<void> {
  await tx
    .deleteFrom('push_subscription')
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .execute();
}

/** The browsers of these users. */
export function listSubscriptions(tx: Tx, user_ids: readonly number[]) {
  return tx
    .selectFrom('push_subscription')
    .select(['id', 'user_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', 'in', [0, ...user_ids])
    .orderBy('id')
    .execute();
}
