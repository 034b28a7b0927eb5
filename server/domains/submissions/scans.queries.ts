import type { ScannedPage } from '@seodang/contract/omr-grading.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { ScanBatch, ScanPage } from '#db/types.ts';

export function insertBatch(tx: Tx, values: Insertable<ScanBatch>) {
  return tx.insertInto('scan_batch').values(values).returning('id').executeTakeFirstOrThrow();
}

export function lockBatch(tx: Tx, id: number) {
  return tx
    .selectFrom('scan_batch')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
export type BatchRow = NonNullable<Awaited<ReturnType<typeof lockBatch>>>;

export async function updateBatch(tx: Tx, id: number, change: Updateable<ScanBatch>): Promise<void> {
  await tx
    .updateTable('scan_batch')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Answers of the page p that wait for a person, in a submission that counts. */
const toCheck = sql<number>`(
  select count(*)::int from submission s
  join submission_answer a on a.tenant_id = s.tenant_id and a.submission_id = s.id and a.needs_review
  join exam_question q on q.tenant_id = a.tenant_id and q.id = a.exam_question_id
  where p.status = 'assigned' and s.tenant_id = p.tenant_id and s.id = p.submission_id and s.superseded_at is null
    and coalesce((q.region_meta ->> 'page')::int, 1) = coalesce(p.page_number, 1))`;

function batches(tx: Tx) {
  return tx
    .selectFrom('scan_batch as b')
    .innerJoin('exam_sheet as h', (on) =>
      on.onRef('h.tenant_id', '=', 'b.tenant_id').onRef('h.id', '=', 'b.sheet_id'),
    )
    .leftJoin('sheet_template as t', (on) =>
      on.onRef('t.tenant_id', '=', 'h.tenant_id').onRef('t.id', '=', 'h.template_id'),
    )
    .select(['b.id', 'b.exam_id', 'b.status', 'b.error_message', 'b.page_count', 'b.page_total', 'b.seen'])
    .select(['h.template_id', 'h.template_version', 't.name as template_name'])
    .select((s) => [
      'b.created_at',
      s
        .selectFrom('scan_page as p')
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('p.tenant_id', '=', 'b.tenant_id')
        .whereRef('p.batch_id', '=', 'b.id')
        .where('p.status', 'in', ['tray', 'duplicate'])
        .as('waiting'),
      sql<number>`(select coalesce(sum(${toCheck}), 0)::int from scan_page p
        where p.tenant_id = b.tenant_id and p.batch_id = b.id)`.as('to_check'),
    ])
    .where('b.tenant_id', '=', tx.tenant_id);
}

export function listBatches(tx: Tx, exam_id: number) {
  return batches(tx).where('b.exam_id', '=', exam_id).orderBy('b.id', 'desc').execute();
}

export function findBatch(tx: Tx, id: number) {
  return batches(tx).where('b.id', '=', id).executeTakeFirst();
}
export type ShownBatch = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

export function listBatchFiles(tx: Tx, batch_id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['file_key', 'file_size'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('batch_id', '=', batch_id)
    .orderBy('place')
    .execute();
}

export async function insertPage(tx: Tx, values: Insertable<ScanPage>): Promise<void> {
  await tx.insertInto('scan_page').values(values).execute();
}

/** An answer as it was read and stored with its page. */
export type StoredAnswer = ScannedPage['answers'][number];

function shownPages(tx: Tx) {
  return tx
    .selectFrom('scan_page as p')
    .leftJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .leftJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .select(['p.id', 'p.batch_id', 'p.place', 'p.page_number', 'p.status', 'p.reason', 'p.number'])
    .select(['p.candidates', 'p.enrollment_id', 'k.name as student_name', 'p.submission_id', 'p.image_key'])
    .select(['p.number_key', 'p.name_key', toCheck.as('to_check')])
    .where('p.tenant_id', '=', tx.tenant_id);
}

export function listPages(tx: Tx, batch_id: number) {
  return shownPages(tx).where('p.batch_id', '=', batch_id).orderBy('p.place').execute();
}
export type ShownPage = Awaited<ReturnType<typeof listPages>>[number];

export function findShownPage(tx: Tx, id: number): Promise<ShownPage | undefined> {
  return shownPages(tx).where('p.id', '=', id).executeTakeFirst();
}

/** The pages that a submission was made of. */
export function listPagesOf(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('scan_page')
    .select(['id', 'page_number', 'answers', 'version'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .where('status', '=', 'assigned')
    .execute();
}

/** What was read on the pages of a scan, without where. */
export async function listReadings(tx: Tx, batch_id: number) {
  const rows = await tx
    .selectFrom('scan_page')
    .select(['place', 'answers'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('batch_id', '=', batch_id)
    .orderBy('place')
    .execute();
  return rows.map(({ place, answers }) => ({ place, answers: answers as unknown as StoredAnswer[] }));
}

export function findPage(tx: Tx, id: number) {
  return tx
    .selectFrom('scan_page as p')
    .innerJoin('scan_batch as b', (on) =>
      on.onRef('b.tenant_id', '=', 'p.tenant_id').onRef('b.id', '=', 'p.batch_id'),
    )
    .selectAll('p')
    .select('b.exam_id')
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('p.id', '=', id)
    .forUpdate('p')
    .executeTakeFirst();
}

export async function updatePage(tx: Tx, id: number, change: Updateable<ScanPage>): Promise<void> {
  await tx
    .updateTable('scan_page')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** The scanned submissions of an exam that count, with the pages of the sheet that each has. */
export async function listScanned(tx: Tx, exam_id: number) {
  const { rows } = await sql<{ id: number; enrollment_id: number; pages: number[] }>`
    select s.id, s.enrollment_id,
      array(select p.page_number from scan_page p where p.tenant_id = s.tenant_id and p.submission_id = s.id and p.page_number is not null) as pages
    from submission s
    where s.tenant_id = ${tx.tenant_id} and s.exam_id = ${exam_id} and s.source = 'omr_scan' and s.superseded_at is null
      and s.status <> 'failed'`.execute(tx);
  return rows;
}

/** Who is expected and has handed in nothing that counts. */
export function listMissing(tx: Tx, { exam_id, session_id }: { exam_id: number; session_id: number }) {
  return tx
    .selectFrom('session_enrollment as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .select(['e.id as enrollment_id', 'k.name as student_name'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.session_id', '=', session_id)
    .where('e.status', '=', 'ACTIVE')
    .where('k.deleted_at', 'is', null)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('submission as u')
            .select('u.id')
            .whereRef('u.tenant_id', '=', 's.tenant_id')
            .whereRef('u.enrollment_id', '=', 'e.id')
            .where('u.exam_id', '=', exam_id)
            .where('u.superseded_at', 'is', null)
            .where('u.status', '!=', 'failed'),
        ),
      ),
    )
    .orderBy('k.name')
    .orderBy('e.id')
    .execute();
}
