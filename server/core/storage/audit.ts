import type { StorageFaultKind } from '@seodang/contract/storage-audit.ts';
import { findAcademy } from '#core/academy.queries.ts';
import type { Scope } from '#core/scope.ts';
import type { Needing, Shelf } from './shelf.ts';
import type { Storage, StoredObject } from './storage.ts';

export type Ground = { readonly storage: Storage; readonly shelves: readonly Shelf[] };

export type Fault = {
  readonly kind: StorageFaultKind;
  readonly place: string;
  readonly subject_type: string;
  readonly subject_id: number | null;
  readonly subject: string;
  readonly files: number;
  readonly bytes: number;
  readonly modified_at: Date | null;
};

/** How far a round has come: even stages look at the files of a shelf, odd ones at its rows. */
export type Cursor = { readonly stage: number; readonly after: string };
export const START: Cursor = { stage: 0, after: '' };

type Page = { after: string | undefined; files: number; bytes: number; faults: Fault[] };

/** Files may be written before the row that names them, and are removed after it. */
const FRESH_MS = 24 * 3600 * 1000;
const ROWS = 200;
const HEADS_AT_ONCE = 8;

/**
 * A page of an academy's files with the rows that know them, or of its rows with their files: what is wrong there, and
 * where to go on; no `next` after the last. Of a folder that reaches over several pages each tells its part.
 */
export async function auditPage(
  scope: Scope,
  ground: Ground,
  { stage, after }: Cursor,
): Promise<Omit<Page, 'after'> & { next: Cursor | undefined }> {
  const shelf = ground.shelves[Math.floor(stage / 2)];
  if (!shelf) return { files: 0, bytes: 0, faults: [], next: undefined };
  const look = stage % 2 === 0 ? lookAtFiles : lookAtRows;
  const { after: on, ...page } = await look(scope, ground.storage, shelf, after);
  const isLast = stage + 1 === 2 * ground.shelves.length;
  const behind = isLast ? undefined : { stage: stage + 1, after: '' };
  return { ...page, next: on === undefined ? behind : { stage, after: on } };
}

async function lookAtFiles(scope: Scope, storage: Storage, shelf: Shelf, after: string): Promise<Page> {
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const prefix = shelf.prefix(code);
  const { objects, cursor } = await storage.list(prefix, after === '' ? undefined : after);
  const places = Map.groupBy(objects, ({ key }) => shelf.placeOf(key, prefix));
  const owned = await scope.tx((tx) => shelf.owned(tx, [...places.keys()], prefix));
  const fresh = new Date(scope.now.getTime() - FRESH_MS);
  const faults = [...places].flatMap(([place, files]) => {
    const old = owned.has(place) ? [] : files.filter(({ modified_at }) => modified_at <= fresh);
    return old.length > 0 ? [orphanOf(place, old)] : [];
  });
  return { after: cursor, files: objects.length, bytes: bytesOf(objects), faults };
}

const bytesOf = (files: readonly StoredObject[]) => files.reduce((sum, { size }) => sum + size, 0);

function orphanOf(place: string, files: readonly StoredObject[]): Fault {
  const newest = Math.max(...files.map(({ modified_at }) => modified_at.getTime()));
  return {
    ...{ kind: 'orphan', place, subject_type: '', subject_id: null, subject: '' },
    ...{ files: files.length, bytes: bytesOf(files), modified_at: new Date(newest) },
  };
}

async function lookAtRows(scope: Scope, storage: Storage, shelf: Shelf, after: string): Promise<Page> {
  const rows = await scope.tx((tx) => shelf.needing(tx, Number(after), ROWS));
  const faults: Fault[] = [];
  for (let at = 0; at < rows.length; at += HEADS_AT_ONCE) {
    const some = rows.slice(at, at + HEADS_AT_ONCE);
    faults.push(...(await Promise.all(some.map((row) => missingOf(scope, storage, shelf, row)))).flat());
  }
  const last = rows.length === ROWS ? rows.at(-1) : undefined;
  return { after: last && String(last.id), files: 0, bytes: 0, faults };
}

async function missingOf(scope: Scope, storage: Storage, shelf: Shelf, row: Needing): Promise<Fault[]> {
  const gone = await absentOf(storage, row);
  if (gone.length === 0) return [];
  // The row may have got other files since it was read, and these were removed.
  const [now] = await scope.tx((tx) => shelf.needing(tx, row.id - 1, 1));
  const needed = new Set(now?.id === row.id ? now.files.map(({ key }) => key) : []);
  const fault = { subject_type: shelf.subject_type, subject_id: row.id, subject: row.name };
  return gone
    .filter(({ key }) => needed.has(key))
    .map(({ key, kind }) => ({ ...fault, kind, place: key, files: 0, bytes: 0, modified_at: null }));
}

async function absentOf(storage: Storage, { files }: Needing): Promise<Needing['files']> {
  const absent = [];
  for (const file of files) if ((await storage.head(file.key)) === undefined) absent.push(file);
  return absent;
}
