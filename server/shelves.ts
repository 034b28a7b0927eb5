import type { Shelf } from '#core/storage/shelf.ts';
import { templateShelf } from '#domains/exams/wiring.ts';
import { studyShelf } from '#domains/study/wiring.ts';
import { homeworkPageShelf, submissionShelf } from '#domains/submissions/wiring.ts';
import { videoShelves } from '#domains/video/wiring.ts';

/** What lies in the storage, by who puts it there; the audit of the storage and the doctor walk along them. */
export const shelves: readonly Shelf[] = [
  ...videoShelves,
  submissionShelf,
  homeworkPageShelf,
  studyShelf,
  templateShelf,
];
