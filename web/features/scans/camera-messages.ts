import type { PageReading, RosterEntry, Sheet } from '@seodang/omr';

/** What the page asks of the worker that reads. */
export type CameraAsk =
  | {
      kind: 'sheet';
      pages: readonly Sheet[];
      own: { exam: number; sheet: number };
      roster: readonly RosterEntry[];
    }
  | { kind: 'frame'; frame: ImageBitmap }
  | { kind: 'keep' };

export type Seen = { width: number; height: number; page: PageReading };

/** What it answers. A kept picture is the last one that was read. */
export type CameraAnswer = ({ kind: 'seen' } & Seen) | { kind: 'kept'; picture: Blob };
