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

/** More than these differ: it is another number, not one that was marked or read wrongly. */
const nearDigits = 2;

/** The digits of a number with those marked that were read otherwise; one that was not clear is no difference. */
export function differences(number: string, read: string): { digit: string; differs: boolean }[] {
  const parts = [...number].map((digit, place) => {
    const seen = number.length === read.length ? read[place] : undefined;
    return { digit, differs: seen !== undefined && seen !== '?' && seen !== digit };
  });
  const isNear = parts.filter(({ differs }) => differs).length <= nearDigits;
  return isNear ? parts : parts.map(({ digit }) => ({ digit, differs: false }));
}

type ReadAnswers = readonly { number: number; detected: readonly string[] }[];

/** The questions that two sheets answer differently. */
export function answeredDifferently(one: ReadAnswers, other: ReadAnswers): number[] {
  const given = new Map(other.map(({ number, detected }) => [number, detected.join()]));
  return one
    .filter(({ number, detected }) => given.get(number) !== detected.join())
    .map(({ number }) => number);
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

/** 1, 2, 3, 7 → "1–3, 7". */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/** Why something could not be read, in words: the code comes first, what operators need to know behind it. */
export function failureIn(failures: Record<string, string>, message: string): string {
  return failures[message.split(':', 1)[0] ?? ''] ?? message;
}
