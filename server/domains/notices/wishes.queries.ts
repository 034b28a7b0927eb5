import type { Tx } from '#core/db.ts';

export function findWishes(tx: Tx, user_id: number) {
  return tx
    .selectFrom('notice_preference')
    .select(['refused', 'quiet_from', 'quiet_until'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst();
}

export async function upsertWishes(
  tx: Tx,
  user_id: number,
  wishes: { refused: string[]; quiet_from: string | null; quiet_until: string | null },
): Promise<void> {
  await tx
    .insertInto('notice_preference')
    .values({ user_id, ...wishes })
    .onConflict((on) => on.columns(['tenant_id', 'user_id']).doUpdateSet(wishes))
    .execute();
}
