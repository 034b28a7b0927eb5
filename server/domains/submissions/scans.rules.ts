import type { ScannedPage } from '@seodang/contract/omr-grading.ts';

export type Sorted = {
  page: ScannedPage;
  status: 'assigned' | 'tray' | 'duplicate' | 'dismissed';
  reason: string;
};

/**
 * Where each page of a scan belongs: to the student whom code, number and roster agree on; to the tray when somebody must
 * look. The first copy of a page is the student's, any other a duplicate, also when an earlier scan brought it.
 * `present` holds the pages of each enrollment that are there already.
 */
export function sortPages(
  pages: readonly ScannedPage[],
  roster: ReadonlySet<number>,
  present: ReadonlyMap<number, readonly number[]>,
): Sorted[] {
  const taken = new Map([...present].map(([enrollment, own]) => [enrollment, new Set(own)]));
  return pages.map((page): Sorted => {
    if (page.status === 'blank') return { page, status: 'dismissed', reason: 'blank' };
    if (page.status === 'refused') return { page, status: 'tray', reason: page.reason };
    const { enrollment_id } = page;
    if (enrollment_id === null) return { page, status: 'tray', reason: page.doubts[0] ?? 'no_number' };
    if (!roster.has(enrollment_id)) return { page, status: 'tray', reason: 'not_on_roster' };
    const own = taken.get(enrollment_id) ?? new Set<number>();
    taken.set(enrollment_id, own);
    if (own.has(page.page_number ?? 1)) return { page, status: 'duplicate', reason: 'duplicate' };
    own.add(page.page_number ?? 1);
    return { page, status: 'assigned', reason: '' };
  });
}

/**
 * The number of each student as the grid of a sheet shows it: with zeros before it, or the end of it on a shorter grid.
 * Empty where there is none, or where others of the class have the same there: such a number says nothing.
 */
export function numbersOnSheet<T extends { attendance_code: string | null }>(
  roster: readonly T[],
  digits: number,
): (T & { number: string })[] {
  const shown = roster.map(({ attendance_code: code }) =>
    code === null ? '' : digits === 0 ? code : code.padStart(digits, '0').slice(-digits),
  );
  const counts = new Map<string, number>();
  for (const number of shown) counts.set(number, (counts.get(number) ?? 0) + 1);
  return roster.map((one, at) => {
    const number = shown[at] ?? '';
    return { ...one, number: counts.get(number) === 1 ? number : '' };
  });
}
