import type { AttendanceStatus, Telling } from '@seodang/contract/attendance.ts';

/** How long a batch may be taken back, and how long families are told nothing of it. */
export const UNDO_SECONDS = 600;
/** A slip of one mark is put right within a minute; until then the family is told nothing. */
export const SECOND_THOUGHT_SECONDS = 60;

const inTheRoom: readonly AttendanceStatus[] = ['PRESENT', 'LATE', 'EARLY_LEAVE', 'SUPPLEMENT'];

/** When the student came, once marked so: now if nobody knew before; nothing for marks of another day or of absence. */
export function arrivalOf(
  status: AttendanceStatus,
  before: Date | null,
  now: Date,
  isToday: boolean,
): Date | null {
  if (!inTheRoom.includes(status)) return null;
  return before ?? (isToday ? now : null);
}

export type NewsForFamily = 'arrival' | 'late' | 'absence';

/** What a mark is news of to the family; most marks are none. */
export function newsOf(status: AttendanceStatus): NewsForFamily | null {
  if (status === 'PRESENT' || status === 'SUPPLEMENT') return 'arrival';
  if (status === 'LATE') return 'late';
  return status === 'ABSENT' ? 'absence' : null;
}

export type Mark = {
  before: AttendanceStatus;
  after: AttendanceStatus;
  /** The day of the class session, and the day it is there now. */
  session_on: string | null;
  today: string;
  contact: string | null;
};

/** Whether the family is told of a mark, or why not: a message about yesterday only frightens. */
export function tellingOf({ before, after, session_on, today, contact }: Mark): Telling {
  if (before === after || newsOf(after) === null) return 'not_needed';
  if (session_on !== today) return 'not_today';
  return contact ? 'queued' : 'no_phone';
}
