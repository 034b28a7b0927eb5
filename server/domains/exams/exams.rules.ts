import type { FieldError } from '#core/problem.ts';

type Window = { opens_at: Date | null; closes_at: Date | null };

/** What contradicts itself in an exam, field by field. */
export function faultsOf({ opens_at, closes_at }: Window): FieldError[] {
  if (opens_at === null || closes_at === null || closes_at > opens_at) return [];
  return [{ pointer: '/closes_at', message: 'must be after opens_at' }];
}
/** Whether answers are taken now, with what was given to this student. */
export function windowState(
  exam: Window & { state: 'draft' | 'published' | 'closed' },
  extension: { closes_at: Date | null } | undefined,
  now: Date,
): 'not_published' | 'not_open_yet' | 'closed' | 'open' {
  if (exam.state === 'draft') return 'not_published';
  if (exam.opens_at !== null && now < exam.opens_at) return 'not_open_yet';
  const closes_at = extension?.closes_at ?? exam.closes_at;
  const isExtended = extension?.closes_at != null;
  if (exam.state === 'closed' && !isExtended) return 'closed';
  return closes_at !== null && now >= closes_at ? 'closed' : 'open';
}

type Shown = {
  results_shown: 'at_once' | 'after_close' | 'on_release';
  keys_shown: 'never' | 'with_results' | 'after_close';
  is_online: boolean;
  state: 'draft' | 'published' | 'closed';
  closes_at: Date | null;
  /** The last end that somebody was given beyond it. */
  extended_until: Date | null;
  released_at: Date | null;
};

/**
 * What students and parents see of their own results now. Keys come with the results, but while an online exam runs for
 * anybody only once a person has released them: others still sit it, or the same student may try again.
 */
export function shownNow(exam: Shown, now: Date): { results: boolean; keys: boolean } {
  const isOver = exam.state === 'closed' || (exam.closes_at !== null && now >= exam.closes_at);
  const isExtended = exam.is_online && exam.extended_until !== null && now < exam.extended_until;
  const released = exam.released_at !== null;
  const results =
    released || exam.results_shown === 'at_once' || (exam.results_shown === 'after_close' && isOver);
  const isRunning = exam.is_online && (!isOver || isExtended) && !released;
  const keys =
    (exam.keys_shown === 'with_results' && !isRunning) ||
    (exam.keys_shown === 'after_close' && isOver && !isExtended);
  return { results, keys: results && keys };
}
