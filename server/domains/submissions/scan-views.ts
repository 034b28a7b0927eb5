import type { ScanBatch, ScanPage } from '@seodang/contract/scans.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as queries from './scans.queries.ts';

const IMAGE_URL_SECONDS = 3600;

/** The address of a picture that is kept as evidence; for an hour. */
export function pictureUrl(storage: Storage, key: string | null): Promise<string> | null {
  return key === null ? null : storage.signedGet(key, IMAGE_URL_SECONDS);
}

export function toBatch({
  waiting,
  page_total,
  template_id,
  template_name,
  template_version,
  ...row
}: queries.ShownBatch): ScanBatch {
  const isDone = row.status === 'done';
  const seen = row.seen as ScanBatch['seen'];
  const template =
    template_id === null || template_name === null || template_version === null
      ? null
      : { id: template_id, name: template_name, version: template_version };
  return {
    ...row,
    template,
    seen: isDone ? [] : seen,
    waiting: waiting ?? 0,
    progress: isDone ? 1 : page_total ? seen.length / page_total : 0,
    stage: page_total ? `${isDone ? page_total : seen.length} / ${page_total}` : null,
  };
}

export async function shownBatch(tx: Tx, id: number): Promise<ScanBatch> {
  return toBatch(found(await queries.findBatch(tx, id)));
}

export async function toPage(
  storage: Storage,
  { image_key, number_key, name_key, candidates, ...row }: queries.ShownPage,
): Promise<ScanPage> {
  return {
    ...row,
    // Arrays of int8 come as text.
    candidates: candidates.map(Number),
    image_url: await pictureUrl(storage, image_key),
    number_url: await pictureUrl(storage, number_key),
    name_url: await pictureUrl(storage, name_key),
  };
}
