import type { Readable } from 'node:stream';

export type StoredObject = {
  readonly key: string;
  readonly size: number;
  readonly content_type: string;
  readonly etag: string;
  readonly modified_at: Date;
};

/** Both ends inclusive, or the last bytes; what lies behind the end of the object is left out. */
export type ByteRange = { readonly start: number; readonly end?: number } | { readonly last: number };

export type OpenedObject = StoredObject & {
  readonly stream: Readable;
  /** What the stream holds of the object; both ends inclusive. */
  readonly range: { readonly start: number; readonly end: number };
};

export type Body = Uint8Array | AsyncIterable<Uint8Array>;

/** One request that somebody else may send; the headers belong to what was signed. */
export type SignedPut = {
  readonly method: 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type Part = { readonly part_number: number; readonly size: number; readonly etag: string };
export type PartName = Pick<Part, 'part_number' | 'etag'>;

/** S3's own limits, kept by every storage so that what works on one works on the other. */
export const MIN_PART_BYTES = 5 * 1024 * 1024;
export const MAX_PART_COUNT = 10_000;

/**
 * Where files are kept. A key is a relative path; its extension alone decides the content type, so nobody can make
 * a browser run what is stored. A key is never the folder of another. An object is whole or not there at all.
 * Refuses with `storage_full`, and with `unavailable` when a remote storage does not answer after several tries.
 */
export type Storage = {
  /** Streams with constant memory; a body that breaks off leaves nothing behind. */
  put(key: string, body: Body): Promise<StoredObject>;
  /** Refuses with `range_not_satisfiable` when the range starts behind the end. */
  get(key: string, range?: ByteRange): Promise<OpenedObject | undefined>;
  head(key: string): Promise<StoredObject | undefined>;
  /** Removing what is not there is no error, here and below. */
  delete(key: string): Promise<void>;
  /** Everything below a folder; `prefix` ends with a slash. */
  deletePrefix(prefix: string): Promise<void>;
  /** Up to 1,000 objects in the order of their keys' bytes; `cursor` is where the page before ended. */
  list(prefix: string, cursor?: string): Promise<{ objects: StoredObject[]; cursor: string | undefined }>;

  /** Addresses may be relative to the address of the API; whoever uses one elsewhere resolves it against that. */
  signedGet(key: string, seconds: number): Promise<string>;
  signedPut(key: string, seconds: number): Promise<SignedPut>;

  /** Begins an upload in parts, each at least MIN_PART_BYTES but the last; returns its id. */
  createUpload(key: string): Promise<string>;
  signedPart(key: string, uploadId: string, partNumber: number, seconds: number): Promise<SignedPut>;
  /** The parts that arrived whole; refuses with `not_found` when there is no such upload. */
  listParts(key: string, uploadId: string): Promise<Part[]>;
  /** Makes the object of these parts, without copying them; may be repeated. Refuses parts that changed meanwhile. */
  completeUpload(key: string, uploadId: string, parts: readonly PartName[]): Promise<StoredObject>;
  abortUpload(key: string, uploadId: string): Promise<void>;

  /** Clears what killed processes and forgotten uploads left before that moment; returns how many. */
  removeAbandoned(before: Date): Promise<number>;
  /** Undefined where nobody can tell. */
  freeBytes(): Promise<number | undefined>;
};
