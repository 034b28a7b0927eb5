import Fastify from 'fastify';
import type { App } from '#core/http.ts';
import { serveErrors } from '#core/http-errors.ts';
import { isDisk } from './disk.ts';
import { serveStorage } from './open.ts';
import type { Storage } from './storage.ts';

/**
 * Gives a program on this machine an address to read an object from, whichever address the API has, if it has one:
 * a folder is served on the loopback for as long as `work` lasts.
 */
export async function withLocalAddress<T>(
  storage: Storage,
  key: string,
  seconds: number,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const signed = await storage.signedGet(key, seconds);
  if (!isDisk(storage)) return work(signed);
  const server = Fastify({ forceCloseConnections: true }) as unknown as App;
  serveErrors(server);
  await serveStorage(server, storage);
  try {
    return await work(new URL(signed, await server.listen({ port: 0, host: '127.0.0.1' })).href);
  } finally {
    await server.close();
  }
}
