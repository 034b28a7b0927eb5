import type { FileHandle } from 'node:fs/promises';
import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What one reply holds in memory. */
const BUFFER_BYTES = 256 * 1024;

/** Buffers between replies, so that a busy server allocates none. */
const spare: Buffer[] = [];
const MAX_SPARE = 64;

/**
 * A part of a file, both ends inclusive; closes the file at its end. Piped into an HTTP reply it goes through one
 * buffer, which is filled again when the network has taken it. Read in any other way it is a stream like others.
 */
export class FileStream extends Readable {
  readonly #file: FileHandle;
  readonly #end: number;
  #position: number;

  constructor(file: FileHandle, { start, end }: { start: number; end: number }) {
    super();
    this.#file = file;
    this.#position = start;
    this.#end = end;
  }

  override _read(bytes: number): void {
    this.#fill(Buffer.allocUnsafeSlow(Math.min(bytes, this.#left()))).then(
      (chunk) => this.push(chunk),
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#file.close().then(() => done(error), done);
  }

  override pipe<T extends NodeJS.WritableStream>(target: T, options?: { end?: boolean }): T {
    if (options || !(target instanceof ServerResponse)) return super.pipe(target, options);
    this.#pour(target).catch((error) => this.destroy(error));
    return target;
  }

  async #pour(target: ServerResponse): Promise<void> {
    const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
    for (let chunk = await this.#fill(buffer); chunk; chunk = await this.#fill(buffer)) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      target.write(chunk, (error) => (error ? reject(error) : resolve()));
      await promise;
    }
    // Only of a reply that went well: what broke off may still be on its way out.
    if (spare.length < MAX_SPARE) spare.push(buffer);
    target.end();
    this.push(null);
    this.resume();
  }

  /** The next bytes, or null behind the last. */
  async #fill(buffer: Buffer): Promise<Buffer | null> {
    const length = Math.min(buffer.length, this.#left());
    if (length === 0) return null;
    const { bytesRead } = await this.#file.read(buffer, 0, length, this.#position);
    if (bytesRead === 0) throw new Error('the file is shorter than it was');
    this.#position += bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  #left(): number {
    return this.#end - this.#position + 1;
  }
}
