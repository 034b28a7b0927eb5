import type { StorageFaultKind } from '@seodang/contract/storage-audit.ts';
import type { Tx } from '#core/db.ts';

/** A row and the files that it can't do without. */
export type Needing = {
  readonly id: number;
  readonly name: string;
  readonly files: readonly { readonly key: string; readonly kind: Exclude<StorageFaultKind, 'orphan'> }[];
};

/** A part of the storage that one domain fills, and how its files and its rows find each other. */
export type Shelf = {
  /** The folder of an academy; everything below it belongs to this shelf. */
  readonly prefix: (academyCode: string) => string;
  /** What stays or goes as a whole: the file itself, or a folder, which ends with a slash. */
  readonly placeOf: (key: string, prefix: string) => string;
  /** Those of the places that some row knows. */
  readonly owned: (tx: Tx, places: readonly string[], prefix: string) => Promise<ReadonlySet<string>>;
  readonly subject_type: string;
  /** Up to `limit` rows behind this id, in the order of ids, with what must be there. */
  readonly needing: (tx: Tx, after: number, limit: number) => Promise<readonly Needing[]>;
};
