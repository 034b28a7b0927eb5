import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** The topic of a lecture's paper mistakes, made when there is none. */
export async function paperTopic(tx: Tx, lecture_id: number): Promise<number> {
  await sql`
    insert into study_topic (tenant_id, title, lecture_id, is_paper)
    select l.tenant_id, left(l.title || ' 시험 오답', 200), l.id, true from lecture l
    where l.tenant_id = ${tx.tenant_id} and l.id = ${lecture_id}
    on conflict (tenant_id, lecture_id) where is_paper do nothing`.execute(tx);
  const { id } = await tx
    .selectFrom('study_topic')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', lecture_id)
    .where('is_paper', '=', true)
    .executeTakeFirstOrThrow();
  return id;
}

export function listBySource(tx: Tx, topic_id: number, source_ids: readonly string[]) {
  return tx
    .selectFrom('study_question as q')
    .select(['q.source_id', 'q.pub_id'])
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.study_topic_id', '=', topic_id)
    .where('q.source_id', '=', sql<string>`any(${source_ids}::text[])`)
    .execute();
}
