import { FEWEST_LEARNED, FEWEST_TESTED } from '@seodang/recall/fitting';
import type { LogPart } from '@seodang/recall/fitting/fit';
import type { AdoptedFit, FitScope } from './fits.queries.ts';

export const NEEDED = FEWEST_LEARNED + FEWEST_TESTED;
/** From how many answers on a student has weights of their own. */
export const NEEDED_OF_STUDENT = 1000;

/** Fewer new answers than this share of all tell little that was not known. */
const NEWS = 0.05;

export const isSameScope = (one: FitScope, other: FitScope) =>
  one.subject === other.subject && one.student_id === other.student_id;

type Counted = FitScope & { total: number; before: number };

/**
 * What there is to fit: the academy, each of its subjects where it has several, and each student with a thousand answers.
 */
export function worthFitting(counted: readonly Counted[]): Counted[] {
  const subjects = counted.filter(({ subject }) => subject !== null).length;
  const isWorth = ({ subject, student_id, total }: Counted) => {
    if (student_id !== null) return total >= NEEDED_OF_STUDENT;
    return total >= NEEDED && (subject === null || subjects > 1);
  };
  return counted.filter(isWorth).toSorted((a, b) => breadthOf(a) - breadthOf(b));
}

/** What concerns more comes first, so that the narrower is tried beside it. */
const breadthOf = ({ subject, student_id }: FitScope) => (student_id !== null ? 2 : subject !== null ? 1 : 0);

export const hasNews = ({ total, before }: Counted) => total - before >= total * NEWS;

/** The fits that fold the memories of a student: their own one, or those of the academy and its subjects. */
export function fitsFor(student_id: number, adopted: readonly AdoptedFit[]): AdoptedFit[] {
  const own = adopted.filter((fit) => fit.student_id === student_id);
  return own.length > 0 ? own : adopted.filter((fit) => fit.student_id === null);
}

/** The log in parts by the weights that each question comes back by until now. */
export function partsOf(
  lines: readonly { line: string; subject: string }[],
  { subject, student_id }: FitScope,
  adopted: readonly AdoptedFit[],
): LogPart[] {
  const shared = adopted.filter((fit) => fit.student_id === null);
  const inUse = student_id === null ? shared : fitsFor(student_id, adopted);
  const weightsOf = (of: string) =>
    // A fit of the academy takes the place of that of the academy alone.
    (subject === null && student_id === null ? undefined : inUse.find((fit) => fit.subject === of))
      ?.weights ??
    inUse.find((fit) => fit.subject === null)?.weights ??
    null;
  return [...Map.groupBy(lines, (one) => one.subject)].map(([of, some]) => ({
    log: some.map(({ line }) => line).join('\n'),
    inUse: weightsOf(of),
  }));
}
