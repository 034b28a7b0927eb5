import type { FieldError } from '#core/problem.ts';

type Window = { opens_at: Date | null; closes_at: Date | null };

/** What contradicts itself in an exam, field by field. */
export function faultsOf({ opens_at, closes_at }: Window): FieldError[] {
  if (opens_at === null || closes_at === null || closes_at > opens_at) return [];
  return [{ pointer: '/closes_at', message: 'must be after opens_at' }];
}
