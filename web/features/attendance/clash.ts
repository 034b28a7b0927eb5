import { ApiProblem } from '@seodang/contract/call.ts';
import type { Cell, Marked } from './attendance.queries.ts';

/** A mark to be made; `version` is the one that was on the screen when it was made. */
export type Wanted = Pick<Cell, 'id' | 'version'> & {
  session_id: number;
  /** As it was on the screen. */
  from: Cell['status'];
  status?: Cell['status'];
  memo?: string | null;
  /** Which class session, for people. */
  place: string;
};
export type Current = Omit<Marked, 'telling'>;

/** Somebody else marked the same student first: what is wanted here, and what is stored now. */
export type Clash = { wanted: Wanted; current: Current };

/** The clash that an error tells of; undefined for other errors, and where both want the same. */
export function clashOf(error: unknown, wanted: Wanted): Clash | 'agreed' | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'conflict') return undefined;
  const current = error.problem.current as Current | undefined;
  if (!current) return undefined;
  const { status = current.status, memo = current.memo } = wanted;
  return status === current.status && memo === current.memo ? 'agreed' : { wanted, current };
}
