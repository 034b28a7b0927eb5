import type { Weights } from './memory.rules.ts';
import { forgetPictures } from './pictures.ts';
import { isDelivered, type Question, type Round } from './round.rules.ts';

/** What a device keeps of one student; never of two together. */
type Shelves = { questions: Question; rounds: Round; facts: Fact };
export type Fact = {
  name: 'pack';
  timezone: string;
  /** Not there, or of all subjects at once, on devices that kept their pack before weights were fitted by subject. */
  weights?: Weights | readonly number[] | null;
  bank: string;
  waiting_count: number;
  at: number;
};

const keys: Record<keyof Shelves, string> = { questions: 'pub_id', rounds: 'uuid', facts: 'name' };
const shelves = Object.keys(keys) as (keyof Shelves)[];

function done<T>(request: IDBRequest<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
  return promise;
}

const nameOf = (tenant: string, user_id: number) => `seodang.study.${tenant}.${user_id}`;

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const shelf of shelves) request.result.createObjectStore(shelf, { keyPath: keys[shelf] });
  };
  return done(request);
}

export type Change = {
  [S in keyof Shelves]?: { clear?: boolean; put?: readonly Shelves[S][]; remove?: readonly string[] };
};

function apply<S extends keyof Shelves>(tx: IDBTransaction, shelf: S, change: Change[S]): void {
  if (!change) return;
  const store = tx.objectStore(shelf);
  if (change.clear) store.clear();
  for (const key of change.remove ?? []) store.delete(key);
  for (const value of change.put ?? []) store.put(value);
}

/** Where one student's questions, rounds and answers stay without network. */
export type StudyDb = {
  readAll: <S extends keyof Shelves>(shelf: S) => Promise<Shelves[S][]>;
  /**
   * All of it or nothing; resolves when it will outlive the page. What depends on the rounds that are kept sees them as no
   * other tab can change them meanwhile.
   */
  write: (change: Change | ((kept: Round[]) => Change)) => Promise<void>;
};

function onDisk(db: IDBDatabase): StudyDb {
  return {
    readAll: (shelf) => done(db.transaction(shelf).objectStore(shelf).getAll()),
    write: (change) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const tx = db.transaction(shelves, 'readwrite', { durability: 'strict' });
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
      const applyAll = (all: Change) => {
        for (const shelf of shelves) apply(tx, shelf, all[shelf]);
      };
      if (typeof change !== 'function') applyAll(change);
      else {
        const kept = tx.objectStore('rounds').getAll();
        kept.onsuccess = () => applyAll(change(kept.result));
      }
      return promise;
    },
  };
}

/**
 * Writes one after the other, and tells whether the device keeps what is on the screen. What it had no room for is written
 * with the next change that it has room for: then `everything` goes down, over what other tabs kept meanwhile.
 */
export function writerOf(
  db: Promise<Pick<StudyDb, 'write'>>,
  everything: (kept: Round[]) => Change,
): (change: Change) => Promise<boolean> {
  let before = Promise.resolve(true);
  return (change) => {
    before = before.then(async (isKept) => {
      try {
        await (await db).write(isKept ? change : everything);
        return true;
      } catch {
        return false;
      }
    });
    return before;
  };
}

/** A browser that keeps nothing can still study while the page is open. */
const nowhere: StudyDb = { readAll: async () => [], write: async () => {} };

export async function openStudyDb(tenant: string, user_id: number): Promise<StudyDb> {
  return open(nameOf(tenant, user_id)).then(onDisk, () => nowhere);
}

/** Leaves nothing of a student on a device that others may use but answers that are not sent yet. */
export async function forgetStudy(tenant: string, user_id: number): Promise<void> {
  await forgetPictures().catch(() => undefined);
  const db = await openStudyDb(tenant, user_id);
  const sent = (await db.readAll('rounds')).filter(isDelivered).map(({ uuid }) => uuid);
  await db.write({ questions: { clear: true }, facts: { clear: true }, rounds: { remove: sent } });
}
