import type { RemoveOrphans, StorageFaultQuery } from '@seodang/contract/storage-audit.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import type { Examination, Finding } from '#core/examination.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import type { Upkeep } from '#core/upkeep.ts';
import * as queries from './audit.queries.ts';
import { auditPage, type Cursor, type Fault, type Ground, START } from './audit.ts';
import type { Storage, StoredObject } from './storage.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Each of up to a thousand files, or two hundred rows. */
const PAGES = 50;
const TOPIC = 'storage';

const auditTask = { name: 'core.audit_storage', payload: z.strictObject({}) };
const removeTask = { name: 'core.remove_orphan', payload: z.object({ id: z.int() }) };

/** Compares files with rows, each night from where the night before stopped. */
export function storageUpkeep(ground: Ground): Upkeep {
  return {
    name: auditTask.name,
    every: 'day',
    async step(scope, limit) {
      for (let page = 0; page < PAGES; page++) if (await goOn(scope, ground)) return 0;
      return limit;
    },
  };
}

/** One page further; whether the round is over. */
async function goOn(scope: Scope, ground: Ground): Promise<boolean> {
  const round = await scope.tx(async (tx, { now }) => {
    const round = await queries.findRound(tx);
    return round && !round.finished_at ? round : await queries.beginRound(tx, now);
  });
  const { next, faults, ...seen } = await auditPage(scope, ground, round);
  await scope.tx(async (tx, { now }) => {
    await queries.saveFaults(tx, faults, round.started_at, now);
    if (next) await queries.moveRound(tx, next, seen);
    else await queries.finishRound(tx, seen, now);
    if (!next) await publish(tx, TOPIC);
  });
  return next === undefined;
}

/** The same for operators at a terminal: nothing is written down, and nothing but the present place is remembered. */
export function examineStorage(ground: Ground): Examination {
  return async function* (scope) {
    let open: Fault | undefined;
    for (let at: Cursor | undefined = START; at; ) {
      const { next, faults } = await auditPage(scope, ground, at);
      for (const fault of faults) {
        if (open?.kind === fault.kind && open.place === fault.place) {
          open = { ...fault, files: open.files + fault.files, bytes: open.bytes + fault.bytes };
          continue;
        }
        if (open) yield findingOf(open);
        open = fault;
      }
      at = next;
    }
    if (open) yield findingOf(open);
  };
}

function findingOf({ kind, place, subject_type, subject_id, subject, files, bytes }: Fault): Finding {
  const name = `${subject_type} ${subject_id} (${subject})`;
  if (kind === 'orphan')
    return {
      what: `${place} belongs to nothing (${files} file(s), ${bytes} bytes)`,
      mend: 'remove it on the page “System status” once no backup is about to be restored',
    };
  if (kind === 'missing_output')
    return {
      what: `${name} does not play: ${place} is not in the storage`,
      mend: `bring the file back from a backup, or make it anew: POST /api/v1/videos/${subject_id}/reprocess`,
    };
  return {
    what: `${name} cannot be made anew: ${place} is not in the storage`,
    mend: 'bring the file back from a backup, or upload it again',
  };
}

export function readStorage(scope: Scope) {
  return scope.tx((tx) => stateOf(tx));
}

async function stateOf(tx: Tx) {
  const round = await queries.findRound(tx);
  const { missing, ...orphans } = await queries.sumFaults(tx);
  return {
    is_checking: round !== undefined && round.finished_at === null,
    checked_at: round?.checked_at ?? null,
    files: round?.checked_files ?? 0,
    bytes: round?.checked_bytes ?? 0,
    ...{ orphans, missing },
  };
}

export function listStorageFaults(scope: Scope, query: StorageFaultQuery, url: string) {
  return scope.tx(async (tx, { now }) => {
    const { kind, search, older_than_days: days } = query;
    const wanted = { kind, search, before: days === undefined ? undefined : daysBefore(now, days) };
    const count = await queries.countFaults(tx, wanted);
    return toPage(url, query, count, await queries.listFaults(tx, wanted, query));
  });
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);

/** Has the next round begin at once. */
export function startStorageAudit(scope: Scope) {
  return scope.tx(async (tx, { now }) => {
    const round = await queries.findRound(tx);
    if (!round || round.finished_at) await queries.beginRound(tx, now);
    await enqueue(tx, auditTask, {}, { key: 'now', queue: 'upkeep' });
    return await stateOf(tx);
  });
}

/** Removes places that no row knows, each told to the audit trail. Refuses `not_found` when one of them is not there, or newer. */
export function removeOrphans(scope: Scope, { ids, older_than_days }: RemoveOrphans) {
  return scope.tx(async (tx, scope) => {
    const wanted = [...new Set(ids)];
    const orphans = await queries.lockOrphans(tx, wanted, daysBefore(scope.now, older_than_days));
    if (orphans.length < wanted.length) refuse('not_found');
    await queries.noteRemoving(tx, wanted, scope.now);
    for (const { id, ...before } of orphans) {
      const subject = { subject_type: 'storage_fault', subject_id: id };
      await audit(tx, scope, { action: 'storage.remove_orphan', ...subject, before });
      await enqueue(tx, removeTask, { id }, { queue: 'upkeep' });
    }
    await publish(tx, TOPIC);
    const sum = (of: 'files' | 'bytes') => orphans.reduce((all, orphan) => all + orphan[of], 0);
    return { places: orphans.length, files: sum('files'), bytes: sum('bytes') };
  });
}

export function storageTasks(ground: Ground): Task[] {
  return [defineTask({ ...removeTask, run: (scope, { id }) => removeOrphan(scope, ground, id) }) as Task];
}

/** Unless a row has come to know it meanwhile, or somebody writes there. */
async function removeOrphan(scope: Scope, { storage, shelves }: Ground, id: number): Promise<void> {
  const { code, orphan } = await scope.tx(async (tx) => ({
    ...(await findAcademy(tx)),
    orphan: await queries.findOrphan(tx, id),
  }));
  if (!orphan?.removing_at) return;
  const { place, modified_at } = orphan;
  const shelf = shelves.find(({ prefix }) => place.startsWith(prefix(code)));
  const owned = shelf && (await scope.tx((tx) => shelf.owned(tx, [place], shelf.prefix(code))));
  const isNobodys = owned !== undefined && !owned.has(place);
  if (isNobodys && (await isWritten(storage, place, modified_at)))
    return scope.tx((tx) => queries.noteRemoving(tx, [id], null));
  if (isNobodys) await (place.endsWith('/') ? storage.deletePrefix(place) : storage.delete(place));
  await scope.tx(async (tx) => {
    await queries.forgetFault(tx, id);
    await publish(tx, TOPIC);
  });
}

/** Whether something there is newer than what was seen. */
async function isWritten(storage: Storage, place: string, since: Date | null): Promise<boolean> {
  const isNew = ({ modified_at }: StoredObject) => since === null || modified_at > since;
  if (!place.endsWith('/')) {
    const file = await storage.head(place);
    return file !== undefined && isNew(file);
  }
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await storage.list(place, cursor);
    if (page.objects.some(isNew)) return true;
    cursor = page.cursor;
  }
  return false;
}
