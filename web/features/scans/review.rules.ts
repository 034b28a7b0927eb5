import type { Doubt } from './scans.queries.ts';

type Place = Pick<Doubt, 'submission_id' | 'exam_question_id'>;
export const keyOf = ({ submission_id, exam_question_id }: Place) => `${submission_id} ${exam_question_id}`;

/** The order stays as it was when one began; what came since stands at the end, what is known keeps its pictures. */
export function merged(items: readonly Doubt[], fresh: readonly Doubt[]): readonly Doubt[] {
  const known = new Set(items.map(keyOf));
  const more = fresh.filter((one) => !known.has(keyOf(one)));
  return more.length === 0 ? items : [...items, ...more];
}

/** The next item that is open, after the last one from the beginning again; -1 when none is left but `from` itself. */
export function nextOpen<T>(items: readonly T[], from: number, isOpen: (item: T) => boolean): number {
  const places = items.map((_, step) => (from + 1 + step) % items.length);
  return places.find((place) => place !== from && isOpen(items[place] as T)) ?? -1;
}

/** What a key means for an answer that is being decided; undefined where it means nothing. */
export type Move = { to: 'back' | 'skip' } | { answer: string } | { draft: string };

/**
 * A digit answers a question of one choice at once, and puts a mark of several on or off; 0 is blank, Enter keeps what is
 * there. Numbers are typed in a field of their own, where digits are not taken from here.
 */
export function moveOf(
  key: string,
  { kind, choices }: Pick<Doubt, 'kind' | 'choices'>,
  draft: string,
): Move | undefined {
  if (key === 'ArrowUp') return { to: 'back' };
  if (key === 'ArrowDown') return { to: 'skip' };
  if (key === 'Enter') return { answer: draft };
  const isChoice = kind === 'single' || kind === 'multiple';
  if (!isChoice || !/^[0-9]$/.test(key)) return undefined;
  if (key === '0') return { answer: '' };
  if (Number(key) > (choices ?? 5)) return undefined;
  if (kind === 'single') return { answer: key };
  const marks = new Set(draft.split(',').filter(Boolean));
  if (!marks.delete(key)) marks.add(key);
  return { draft: [...marks].sort().join(',') };
}
