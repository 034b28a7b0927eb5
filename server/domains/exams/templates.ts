import { randomUUID } from 'node:crypto';
import type { SheetRegion } from '@seodang/contract/sheet-regions.ts';
import type { SheetTemplate, SheetTemplateDetail } from '@seodang/contract/sheet-templates.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Shelf } from '#core/storage/shelf.ts';
import type { Storage } from '#core/storage/storage.ts';
import { straighten } from './blanks.ts';
import { followTemplate } from './foreign-sheets.ts';
import * as queries from './templates.queries.ts';
import { countsOf, faultsIn, pageSizeOf } from './templates.rules.ts';

const URL_SECONDS = 3600;

type NewTemplate = { name: string; paper: SheetTemplate['paper']; turn: string };

export function listTemplates(
  scope: Scope,
  storage: Storage,
  archived: boolean | undefined,
): Promise<{ results: SheetTemplate[] }> {
  return scope.tx(async (tx) => {
    const rows = await queries.listTemplates(tx, archived);
    return { results: await Promise.all(rows.map((row) => toTemplate(storage, row))) };
  });
}

export function getTemplate(scope: Scope, storage: Storage, id: number): Promise<SheetTemplateDetail> {
  return scope.tx((tx) => shown(tx, storage, id));
}

/** Keeps the scan of an empty sheet, straightened, as a template without regions. Refuses `file_unreadable`. */
export async function createTemplate(
  scope: Scope,
  storage: Storage,
  bytes: Uint8Array,
  { name, paper, turn }: NewTemplate,
): Promise<SheetTemplateDetail> {
  const blank = await straighten(bytes, Number(turn));
  const blank_key = await keepBlank(scope, storage, blank.bytes);
  const { width, height, tilt_degrees } = blank;
  return scope.tx(async (tx, scope) => {
    const made = { name, paper, blank_key, width, height, tilt_degrees, created_by: userOf(scope).user_id };
    const { id } = await queries.insertTemplate(tx, made);
    await told(tx, scope, 'create', id, { after: { name, paper } });
    return shown(tx, storage, id);
  });
}

async function keepBlank(scope: Scope, storage: Storage, bytes: Uint8Array): Promise<string> {
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const blank_key = `sheets/${code}/${randomUUID()}.jpg`;
  await storage.put(blank_key, bytes);
  return blank_key;
}

/** Another name, or away and back; exams that use it go on with it. */
export function changeTemplate(
  scope: Scope,
  storage: Storage,
  id: number,
  { name, archived }: { name?: string; archived?: boolean },
): Promise<SheetTemplateDetail> {
  return scope.tx(async (tx, scope) => {
    const before = found(await queries.lockTemplate(tx, id));
    const was = before.archived_at !== null;
    if (name !== undefined) await queries.updateTemplate(tx, id, { name });
    if (archived !== undefined && archived !== was)
      await queries.updateTemplate(tx, id, { archived_at: archived ? scope.now : null });
    await told(tx, scope, 'change', id, {
      before: { name: before.name, archived: was },
      after: { name, archived },
    });
    return shown(tx, storage, id);
  });
}

type Saved = {
  version: number;
  bubble_shape: SheetTemplateDetail['bubble_shape'];
  regions: readonly SheetRegion[];
};

/**
 * What is where on the sheet, as a new version of it. Exams that nobody has scanned yet follow; what was scanned stays with
 * the version it was read by. Refuses `conflict` where somebody else saved meanwhile, and faults by their region.
 */
export function setRegions(
  scope: Scope,
  storage: Storage,
  id: number,
  { version, bubble_shape, regions }: Saved,
): Promise<SheetTemplateDetail> {
  return scope.tx(async (tx, scope) => {
    const before = found(await queries.lockTemplate(tx, id));
    if (before.version !== version) refuse('conflict', { version: before.version });
    const faults = faultsIn(regions, pageSizeOf(before));
    if (faults.length > 0) refuseFields(...faults);
    const after = { version: version + 1, bubble_shape, regions: JSON.stringify(regions) };
    await queries.updateTemplate(tx, id, after);
    for (const exam_id of await queries.listFollowers(tx, id)) await followTemplate(tx, exam_id, id);
    const counted = (all: readonly SheetRegion[]) => ({ ...countsOf(all), regions: all.length });
    await told(tx, scope, 'change_sheet', id, {
      before: { version, ...counted(regionsOf(before)) },
      after: { version: after.version, ...counted(regions) },
    });
    return shown(tx, storage, id);
  });
}

/** The same sheet again, with a blank of its own. */
export async function duplicateTemplate(
  scope: Scope,
  storage: Storage,
  id: number,
  name: string,
): Promise<SheetTemplateDetail> {
  const row = found(await scope.tx((tx) => queries.findTemplate(tx, id)));
  const opened = await storage.get(row.blank_key);
  if (!opened) refuse('file_unreadable', { reason: 'no_picture' });
  const blank_key = await keepBlank(scope, storage, Buffer.concat(await opened.stream.toArray()));
  const { paper, width, height, tilt_degrees, bubble_shape, regions } = row;
  return scope.tx(async (tx, scope) => {
    const copy = await queries.insertTemplate(tx, {
      ...{ name, paper, blank_key, width, height, tilt_degrees, bubble_shape },
      regions: JSON.stringify(regions),
      created_by: userOf(scope).user_id,
    });
    await told(tx, scope, 'create', copy.id, { after: { name, duplicate_of: id } });
    return shown(tx, storage, copy.id);
  });
}

/** Removes a template that no exam has or had; others can be put away. */
export async function deleteTemplate(scope: Scope, storage: Storage, id: number): Promise<void> {
  const blank_key = await scope.tx(async (tx, scope) => {
    const before = found(await queries.lockTemplate(tx, id));
    const { exam_count } = found(await queries.findTemplate(tx, id));
    if (exam_count) refuse('in_use', { exam_count });
    await queries.deleteTemplate(tx, id);
    await told(tx, scope, 'delete', id, { before: { name: before.name } });
    return before.blank_key;
  });
  await storage.delete(blank_key);
}

/** Blanks of templates, for the audit of the storage. */
export const templateShelf: Shelf = {
  subject_type: 'sheet_template',
  prefix: (code) => `sheets/${code}/`,
  placeOf: (key) => key,
  owned: async (tx, places) => new Set(await queries.listKnownBlanks(tx, places)),
  async needing(tx, after, limit) {
    const rows = await queries.listTemplatesAfter(tx, after, limit);
    return rows.map(({ id, name, blank_key }) => ({
      ...{ id, name },
      files: [{ key: blank_key, kind: 'missing_source' as const }],
    }));
  },
};

const regionsOf = ({ regions }: { regions: unknown }) => regions as readonly SheetRegion[];

async function shown(tx: Tx, storage: Storage, id: number): Promise<SheetTemplateDetail> {
  const row = found(await queries.findTemplate(tx, id));
  return {
    ...(await toTemplate(storage, row)),
    bubble_shape: row.bubble_shape as SheetTemplateDetail['bubble_shape'],
    regions: [...regionsOf(row)],
  };
}

async function toTemplate(storage: Storage, row: queries.TemplateRow): Promise<SheetTemplate> {
  const { id, name, version, tilt_degrees, updated_at } = row;
  return {
    ...{ id, name, version, updated_at },
    paper: row.paper as SheetTemplate['paper'],
    ...pageSizeOf(row),
    tilt_degrees: Number(tilt_degrees),
    ...countsOf(regionsOf(row)),
    exam_count: row.exam_count ?? 0,
    archived: row.archived_at !== null,
    blank_url: await storage.signedGet(row.blank_key, URL_SECONDS),
  };
}

async function told(
  tx: Tx,
  scope: Scope,
  what: 'create' | 'change' | 'change_sheet' | 'delete',
  id: number,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  const subject = { subject_type: 'sheet_template', subject_id: id };
  await audit(tx, scope, { action: `sheet_template.${what}`, ...subject, ...change });
  await publish(tx, 'sheet_templates');
}
