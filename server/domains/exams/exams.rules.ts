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
