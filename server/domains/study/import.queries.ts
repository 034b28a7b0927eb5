import type { Tx } from '#core/db.ts';

/** The sources of all questions of a topic, also of those put away. */
export async function listSources(tx: Tx, topic_id: number): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('study_question')
    .select('source_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('study_topic_id', '=', topic_id)
    .where('source_id', 'is not', null)
    .execute();
  return new Set(rows.map(({ source_id }) => source_id ?? ''));
}
