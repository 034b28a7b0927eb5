import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { App } from '#core/http.ts';
import { serveErrors } from '#core/http-errors.ts';
import { openDisk } from '#core/storage/disk.ts';
import { serveStorage } from '#core/storage/open.ts';
import { openS3 } from '#core/storage/s3.ts';
import type { SignedPut, Storage } from '#core/storage/storage.ts';
import { startFaultyProxy } from '#testing/faulty-proxy.ts';
import { hasS3Server, startS3Server } from '#testing/s3-server.ts';

type Opened = {
  url: string;
  /** The storage, reached at that address. */
  at: (url: string) => Storage;
  /** The same with a clock that is an hour late. */
  earlier: Storage;
  stop: () => Promise<void>;
};
export type StorageUnderTest = {
  storage: Storage;
  earlier: Storage;
  /** Makes the next requests to the storage fail. */
  next: Awaited<ReturnType<typeof startFaultyProxy>>['next'];
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  send: (to: SignedPut, body: Uint8Array<ArrayBuffer>) => Promise<Response>;
  stop: () => Promise<void>;
};

const anHourAgo = () => new Date(Date.now() - 3_600_000);

/** Serves a folder's signed addresses as the product does. */
export async function serveFolder(storage: Storage): Promise<{ url: string; stop: () => Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true }) as unknown as App;
  serveErrors(app);
  await serveStorage(app, storage);
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), stop: () => app.close() };
}

async function openFolder(): Promise<Opened> {
  const root = await mkdtemp(join(tmpdir(), 'seodang-storage-'));
  const options = { root, secret: 'a secret', clock: () => new Date(), reserve_bytes: 0 };
  const storage = openDisk(options);
  const server = await serveFolder(storage);
  const stop = async () => {
    await server.stop();
    await rm(root, { recursive: true });
  };
  return { url: server.url, at: () => storage, earlier: openDisk({ ...options, clock: anHourAgo }), stop };
}

async function openBucket(): Promise<Opened> {
  const { stop, ...options } = await startS3Server();
  return {
    url: options.endpoint,
    at: (endpoint) => openS3({ ...options, endpoint }),
    earlier: openS3({ ...options, clock: anHourAgo }),
    stop,
  };
}

export type StorageKind = 'disk' | 's3';
export const storageKinds: StorageKind[] = hasS3Server() ? ['disk', 's3'] : ['disk'];

/** Opens a storage of this kind for a test file, with a proxy in front of whatever speaks HTTP. */
export async function openStorageUnderTest(kind: StorageKind): Promise<StorageUnderTest> {
  const opened = kind === 'disk' ? await openFolder() : await openBucket();
  const proxy = await startFaultyProxy(opened.url);
  const absolute = (url: string) => new URL(url, proxy.url).href;
  return {
    storage: opened.at(proxy.url),
    earlier: opened.earlier,
    next: proxy.next,
    fetch: (url, init) => fetch(absolute(url), init),
    send: ({ method, url, headers }, body) => fetch(absolute(url), { method, headers, body }),
    async stop() {
      await proxy.stop();
      await opened.stop();
    },
  };
}
