/** One file on its way; `file_key` once the server has it, `upload_id` while it goes in parts. */
export type ParcelFile = { name: string; blob: Blob; file_key?: string; upload_id?: number };

/** What a student handed in on this device and the server has not confirmed yet. */
export type Parcel = {
  id: string;
  user_id: number;
  homework_id: number;
  enrollment_id: number;
  title: string;
  files: ParcelFile[];
  /** Undefined on parcels of photos that were packed by an older version of the app. */
  source?: 'homework_image' | 'homework_video';
  /** Each gets an Idempotency-Key of its own: answers of the server are kept by it, refusals too. */
  attempt: number;
  /** The code of the refusal; a person has to look at it. */
  refused?: string;
};

const STORE = 'parcels';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
  return promise;
}

let opening: Promise<IDBDatabase> | undefined;
function open(): Promise<IDBDatabase> {
  opening ??= (() => {
    const request = indexedDB.open('seodang.homework', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    return settled(request);
  })();
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await open()).transaction(STORE, mode);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
  const result = await settled(work(transaction.objectStore(STORE)));
  await promise;
  return result;
}

/** Kept on the device, over a reload and a closed browser. Rejects when the device has no room. */
export const parcelStore = {
  keep: (parcel: Parcel) => inStore('readwrite', (store) => store.put(parcel)),
  drop: (id: string) => inStore('readwrite', (store) => store.delete(id)),
  find: (id: string) => inStore<Parcel | undefined>('readonly', (store) => store.get(id)),
  list: async (user_id: number) =>
    (await inStore<Parcel[]>('readonly', (store) => store.getAll())).filter((one) => one.user_id === user_id),
};
