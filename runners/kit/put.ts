import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OutputFile, Target } from './addresses.ts';

/** The storage did not take a file. */
export class PutFailed extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`storage answered ${status}`);
    this.status = status;
  }
}

export const piecesOf = ({ body }: OutputFile): readonly Uint8Array[] =>
  body instanceof Uint8Array ? [body] : body;

export const sizeOf = (file: OutputFile): number =>
  piecesOf(file).reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Puts a file to its signed address. By node:http, since fetch copies every body before it sends it. */
export async function put(target: Target, file: OutputFile, signal: AbortSignal): Promise<void> {
  const address = new URL(target.url);
  const headers = { ...target.headers, 'content-length': sizeOf(file) };
  const send = address.protocol === 'https:' ? https : http;
  const request = send(address, { method: target.method, headers, signal });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request.on('response', (response) => {
    response.resume();
    response.on('end', () => resolve(response.statusCode ?? 0));
    response.on('error', reject);
  });
  request.on('error', reject);
  const [status] = await Promise.all([promise, pipeline(Readable.from(piecesOf(file)), request)]);
  if (status < 200 || status > 299) throw new PutFailed(status);
}
