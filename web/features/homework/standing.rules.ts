import { isOwnFault } from './film.rules.ts';
import type { Standing } from './homework.queries.ts';

/** What was filmed cannot be played, and only the student can mend that. */
export const isRefusedFilm = ({ state, submission }: Pick<Standing, 'state' | 'submission'>) =>
  state === 'waiting' && isOwnFault(submission?.film_reason ?? '');

/** Something is left for the student to do. */
export const isToDo = (standing: Pick<Standing, 'state' | 'submission'>) =>
  standing.state === 'to_do' || standing.state === 'returned' || isRefusedFilm(standing);

/** Nothing came, and it should have; what was sent back came in its time. */
export const isOverdue = ({ due_at, state }: Pick<Standing, 'due_at' | 'state'>, now = Date.now()) =>
  state !== 'returned' && due_at !== null && Date.parse(due_at) < now;

type Asked = Pick<Standing, 'due_at' | 'state' | 'accepts_late' | 'submission'>;

/** Handed in now it would be late, be refused, or be in time. */
export function punctualityOf(standing: Asked, now = Date.now()) {
  if (standing.state === 'returned') return standing.submission?.is_late ? 'late' : 'in_time';
  if (!isOverdue(standing, now)) return 'in_time';
  return standing.accepts_late ? 'late' : 'too_late';
}
