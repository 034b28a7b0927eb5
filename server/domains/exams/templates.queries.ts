import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { SheetTemplate } from '#db/types.ts';

function templates(tx: Tx) {
  return tx
    .selectFrom('sheet_template as t')
    .selectAll('t')
    .select((s) =>
      s
        .selectFrom('exam_sheet as e')
        .select(sql<number>`count(distinct e.exam_id)::int`.as('n'))
        .whereRef('e.tenant_id', '=', 't.tenant_id')
        .whereRef('e.template_id', '=', 't.id')
        .as('exam_count'),
    )
    .where('t.tenant_id', '=', tx.tenant_id);
}
export type TemplateRow = Awaited<ReturnType<typeof listTemplates>>[number];

export function listTemplates(tx: Tx, archived: boolean | undefined) {
  return templates(tx)
    .$if(archived !== undefined, (q) => q.where('t.archived_at', archived ? 'is not' : 'is', null))
    .orderBy('t.name')
    .orderBy('t.id')
    .limit(500)
    .execute();
}

export function findTemplate(tx: Tx, id: number) {
  return templates(tx).where('t.id', '=', id).executeTakeFirst();
}

/** Regions of a template change one after the other; whether it is removed is decided alone. */
export function lockTemplate(tx: Tx, id: number) {
  return tx
    .selectFrom('sheet_template')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function insertTemplate(tx: Tx, values: Insertable<SheetTemplate>) {
  return tx.insertInto('sheet_template').values(values).returning('id').executeTakeFirstOrThrow();
}

export async function updateTemplate(tx: Tx, id: number, change: Updateable<SheetTemplate>): Promise<void> {
  await tx
    .updateTable('sheet_template')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export async function deleteTemplate(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('sheet_template').where('tenant_id', '=', tx.tenant_id).where('id', '=', id).execute();
}

/** Exams whose sheet a template is now and that nobody has scanned with it. */
export async function listFollowers(tx: Tx, template_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('exam_sheet')
    .select('exam_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('template_id', '=', template_id)
    .where('replaced_at', 'is', null)
    .where('printed_at', 'is', null)
    .orderBy('exam_id')
    .execute();
  return rows.map(({ exam_id }) => exam_id);
}

/** Up to `limit` behind this id. */
export function listTemplatesAfter(tx: Tx, after: number, limit: number) {
  return tx
    .selectFrom('sheet_template')
    .select(['id', 'name', 'blank_key'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Which of these files is the blank of a template. */
export async function listKnownBlanks(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('sheet_template')
    .select('blank_key')
    .where('tenant_id', '=', tx.tenant_id)
    .where('blank_key', '=', sql<string>`any(${keys}::text[])`)
    .execute();
  return rows.map(({ blank_key }) => blank_key);
}
