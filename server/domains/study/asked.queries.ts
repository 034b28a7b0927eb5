import type { StudyChoice } from '@seodang/contract/study-bank.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Questions by id as they are now, whatever became of them. */
export function listAsked(tx: Tx, ids: readonly number[]) {
  return tx
    .selectFrom('study_question as q')
    .select(['q.id', 'q.pub_id', 'q.study_topic_id', 'q.revision', 'q.subject', 'q.kind', 'q.body'])
    .select(['q.explanation', 'q.tags', 'q.state', 'q.deleted_at'])
    .select([sql<StudyChoice[]>`q.choices`.as('choices'), sql<string[][]>`q.keys`.as('keys')])
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.id', '=', sql<number>`any(${ids}::bigint[])`)
    .execute();
}
export type AskedRow = Awaited<ReturnType<typeof listAsked>>[number];

export type Content = Pick<AskedRow, 'subject' | 'kind' | 'body' | 'choices' | 'keys' | 'explanation'>;

/** How questions were at revisions that have been replaced. */
export function listRevisions(tx: Tx, wanted: readonly { id: number; revision: number }[]) {
  const [ids, revisions] = [wanted.map(({ id }) => id), wanted.map(({ revision }) => revision)];
  return tx
    .selectFrom('study_question_revision as r')
    .select(['r.study_question_id', sql<Content>`r.content`.as('content')])
    .where('r.tenant_id', '=', tx.tenant_id)
    .where(
      sql<boolean>`(r.study_question_id, r.revision) in (select * from unnest(${ids}::bigint[], ${revisions}::int[]))`,
    )
    .execute();
}
