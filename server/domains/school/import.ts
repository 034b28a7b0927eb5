import { createHash } from 'node:crypto';
import {
  type ImportBatch,
  type ImportCorrection,
  type ImportRow,
  importIssues,
} from '@seodang/contract/import.ts';
import type { Page } from '@seodang/contract/list.ts';
import type { Tx } from '#core/db.ts';
import { offsetOf, toPage } from '#core/list.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import * as queries from './import.queries.ts';
import { countPlan, type Planned, planImport } from './import-plan.rules.ts';
import { columnsOf, corrected, draftsOf, type Preview, previewOf } from './import-preview.rules.ts';
import { readSpreadsheet } from './spreadsheet.ts';

const MAX_STUDENTS = 5000;

/** Reads a file and keeps what it would do. Refuses `import_unreadable` with a reason. Nothing else is written. */
export function createImport(scope: Scope, file_name: string, bytes: Buffer) {
  const preview = previewOf(readSpreadsheet(bytes));
  mustBeBounded(preview);
  return scope.tx(async (tx, scope) => {
    const { user_id: created_by } = userOf(scope);
    const id = await queries.insertBatch(tx, { file_name, preview, created_by });
    return shown(tx, scope, found(await queries.findBatch(tx, id)));
  });
}

function mustBeBounded(preview: Preview): void {
  if (draftsOf(preview).length > MAX_STUDENTS) refuse('import_unreadable', { reason: 'too_many_rows' });
}

/** Imports that wrote something, newest first. */
export function listImports(scope: Scope, page: { page: number; page_size: number }, url: string) {
  return scope.tx(async (tx) => {
    const rows = await queries.listBatches(tx, offsetOf({ ...page }));
    const results = rows.map((row) => ({ ...row, counts: row.counts ?? countPlan([]) }));
    return toPage(url, { ...page }, await queries.countBatches(tx), results);
  });
}

export function getImport(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => shown(tx, scope, found(await queries.findBatch(tx, id))));
}

type RowFilter = {
  page: number;
  page_size: number;
  state?: ImportRow['state'] | undefined;
  siblings?: 'true' | undefined;
  search?: string | undefined;
};

/** The lines of a preview by page; after the commit only those that were left out. */
export function listImportRows(
  scope: Scope,
  id: number,
  filter: RowFilter,
  url: string,
): Promise<Page<ImportRow>> {
  return scope.tx(async (tx, scope) => {
    const rows = (await planOf(tx, scope, found(await queries.findBatch(tx, id)))).filter(
      (row) =>
        (filter.state === undefined || row.state === filter.state) &&
        (filter.siblings === undefined || row.siblings.length > 0) &&
        (!filter.search ||
          [row.name, row.phone, row.parent_phone].some((text) => text?.includes(filter.search ?? ''))),
    );
    const { limit, offset } = offsetOf(filter);
    return toPage(url, filter, rows.length, rows.slice(offset, offset + limit).map(toRow));
  });
}

/** Corrects what the columns mean or decides about suspected duplicates; answers with what the import would do now. */
export function correctImport(scope: Scope, id: number, correction: ImportCorrection) {
  return scope.tx(async (tx, scope) => {
    const batch = await mustBeOpen(tx, id);
    if (correction.sheet !== undefined && !batch.preview.sheets.some(({ name }) => name === correction.sheet))
      refuseFields({ pointer: '/sheet', message: 'is no sheet of this file' });
    const preview = corrected(batch.preview, correction);
    mustBeBounded(preview);
    await queries.updateBatch(tx, id, { preview });
    return shown(tx, scope, { ...batch, preview });
  });
}

/** The import, locked, while it is still a preview. */
export async function mustBeOpen(tx: Tx, id: number): Promise<queries.Batch> {
  await queries.lockBatch(tx, id);
  const batch = found(await queries.findBatch(tx, id));
  return batch.status === 'preview' ? batch : refuse('import_closed', { state: batch.status });
}

/** What every line would do now; of a committed import, the lines that were left out. */
export async function planOf(tx: Tx, scope: Scope, { status, preview }: queries.Batch): Promise<Planned[]> {
  if (status !== 'preview') return preview.left_out ?? [];
  return planImport(draftsOf(preview), {
    known: await queries.listKnown(tx),
    lectures: await queries.listLectureTitles(tx, scope),
    decisions: new Map(Object.entries(preview.decisions).map(([row, decision]) => [Number(row), decision])),
  });
}

/** Two previews of the same version would write the same. */
export function versionOf(rows: readonly Planned[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22);
}

/** An import as its screens show it. */
export async function shown(tx: Tx, scope: Scope, batch: queries.Batch): Promise<Shown> {
  const rows = await planOf(tx, scope, batch);
  const { preview, rows: _, ...rest } = batch;
  return {
    ...rest,
    format: preview.format,
    encoding: preview.encoding,
    sheet: preview.sheet,
    sheets: preview.sheets.map(({ name }) => name),
    header_row: preview.header_row,
    columns: columnsOf(preview),
    counts: preview.counts ?? countPlan(rows),
    version: versionOf(rows),
  };
}
type Instants = 'created_at' | 'committed_at' | 'undone_at';
type Shown = Omit<ImportBatch, Instants> & Pick<queries.Batch, Instants>;

function toRow({ lecture_ids: _, ...row }: Planned): ImportRow {
  return { ...row, issues: row.issues.map((issue) => ({ ...issue, message: importIssues[issue.code] })) };
}
