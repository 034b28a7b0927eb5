import { z } from 'zod';
import { Id, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** `orphan`: files that no row knows. `missing_…`: a row that knows a file which is gone. */
export const StorageFaultKind = z.enum(['orphan', 'missing_source', 'missing_output']);
export type StorageFaultKind = z.infer<typeof StorageFaultKind>;

export const StorageFault = z
  .object({
    id: z.int(),
    kind: StorageFaultKind,
    place: z.string().describe('A file, or a folder (it ends with a slash) with all that lies below it'),
    subject_type: z.string().describe('`video`, or empty where nobody knows it'),
    subject_id: z.int().nullable(),
    subject: z.string().describe('What it is called'),
    files: z.int(),
    bytes: z.int(),
    modified_at: Instant.nullable().describe('Of the newest of its files; null for what is gone'),
    found_at: Instant.describe('Since when it is known'),
    removing_at: Instant.nullable().describe('Somebody had it removed; its files go in the background'),
  })
  .meta({ id: 'StorageFault' });
export type StorageFault = z.infer<typeof StorageFault>;

const Amount = z.object({ places: z.int(), files: z.int(), bytes: z.int() });

export const StorageState = z
  .object({
    is_checking: z.boolean(),
    checked_at: Instant.nullable().describe('When the last whole round was over'),
    files: z.int().describe('What it looked at'),
    bytes: z.int(),
    orphans: Amount,
    missing: z.int().describe('Rows whose files are gone'),
  })
  .meta({ id: 'StorageState' });
export type StorageState = z.infer<typeof StorageState>;

const tags = ['system'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem } as const;

export const readStorage = {
  method: 'GET',
  url: '/system/storage',
  schema: {
    operationId: 'readStorage',
    summary: 'What the last round that compared files with rows saw',
    tags,
    response: { 200: StorageState, ...refusals },
  },
} satisfies Route;

export const StorageFaultQuery = ListQuery.extend({
  kind: z.enum(['orphan', 'missing']).optional(),
  older_than_days: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .optional()
    .describe('Only orphans none of whose files is newer'),
});
export type StorageFaultQuery = z.infer<typeof StorageFaultQuery>;

export const listStorageFaults = {
  method: 'GET',
  url: '/system/storage/faults',
  schema: {
    operationId: 'listStorageFaults',
    summary: 'Files that no row knows, and rows whose files are gone; what is missing first',
    tags,
    querystring: StorageFaultQuery,
    response: { 200: pageOf(StorageFault), ...refusals },
  },
} satisfies Route;

export const auditStorage = {
  method: 'POST',
  url: '/system/storage/audit',
  schema: {
    operationId: 'auditStorage',
    summary: 'Compare files with rows now; also done each night',
    tags,
    response: { 202: StorageState, ...refusals },
  },
} satisfies Route;

export const RemoveOrphans = z.strictObject({
  ids: z.array(Id).min(1).max(200).describe('Each that is to go, by name'),
  older_than_days: z.int().min(1).max(3650).describe('None of their files may be newer'),
});
export type RemoveOrphans = z.infer<typeof RemoveOrphans>;

export const removeOrphans = {
  method: 'POST',
  url: '/system/storage/orphans/remove',
  schema: {
    operationId: 'removeOrphans',
    summary: 'Remove these files that no row knows, for good; each goes into the audit trail',
    tags,
    body: RemoveOrphans,
    response: { 202: Amount, ...refusals, 404: Problem },
  },
} satisfies Route;
