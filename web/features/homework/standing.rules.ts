import type { Standing } from './homework.queries.ts';

type Dated = Pick<Standing, 'due_at' | 'state'>;

/** Something is left for the student to do. */
export const isToDo = ({ state }: Pick<Standing, 'state'>) => state === 'to_do' || state === 'returned';

export const isOverdue = ({ due_at }: Pick<Standing, 'due_at'>, now = Date.now()) =>
  due_at !== null && Date.parse(due_at) < now;

/** Handed in now it would be late, be refused, or be in time. */
export function punctualityOf(standing: Dated & Pick<Standing, 'accepts_late'>, now = Date.now()) {
  if (!isOverdue(standing, now)) return 'in_time';
  return standing.accepts_late ? 'late' : 'too_late';
}
