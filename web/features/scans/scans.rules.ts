import type { ScanPage, Seat } from './scans.queries.ts';

/** What a page means to whoever looks through a scan. */
export type PageState = 'read' | 'check' | 'unknown' | 'duplicate' | 'blank' | 'aside';
export const pageStates: readonly PageState[] = ['read', 'check', 'unknown', 'duplicate', 'blank', 'aside'];

export function stateOf({ status, reason, to_check }: Pick<ScanPage, 'status' | 'reason' | 'to_check'>) {
  if (status === 'tray') return 'unknown';
  if (status === 'duplicate') return 'duplicate';
  if (status === 'assigned') return to_check > 0 ? 'check' : 'read';
  return reason === 'blank' ? 'blank' : 'aside';
}

export function countsOf(pages: readonly ScanPage[]): Record<PageState, number> {
  const counts = { read: 0, check: 0, unknown: 0, duplicate: 0, blank: 0, aside: 0 };
  for (const page of pages) counts[stateOf(page)] += 1;
  return counts;
}

export const isWaiting = ({ status }: Pick<ScanPage, 'status'>) =>
  status === 'tray' || status === 'duplicate';

/** The digits of a number with those marked that were read otherwise; one that was not clear is no difference. */
export function differences(number: string, read: string): { digit: string; differs: boolean }[] {
  const isAlike = number.length === read.length;
  return [...number].map((digit, place) => {
    const seen = isAlike ? read[place] : undefined;
    return { digit, differs: seen !== undefined && seen !== '?' && seen !== digit };
  });
}

const plain = (text: string) => text.normalize('NFC').toLowerCase().replaceAll(/\s/g, '');

/**
 * Whose page it may be: those whom the reading names first, then who has handed in nothing, then everybody else; of these
 * who is called or numbered as was typed.
 */
export function seatsFor(
  typed: string,
  {
    roster,
    candidates,
    missing,
  }: { roster: readonly Seat[]; candidates: readonly number[]; missing: ReadonlySet<number> },
): Seat[] {
  const wanted = plain(typed);
  const rankOf = ({ enrollment_id }: Seat) => {
    const place = candidates.indexOf(enrollment_id);
    if (place >= 0) return place;
    return candidates.length + (missing.has(enrollment_id) ? 0 : 1);
  };
  return roster
    .filter(({ student_name, number }) => plain(student_name).includes(wanted) || number.includes(wanted))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.student_name.localeCompare(b.student_name, 'ko'));
}
