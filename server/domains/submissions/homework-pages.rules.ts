import type { PagesSeen, PhotoPage } from '@seodang/contract/homework-pages.ts';

type Page = { id: number; label: string };
type Sight = Pick<PhotoPage, 'sight' | 'page_id'>;

/**
 * The pages of homework among the photos of one submission. Doubt stays doubt: a page that a photo may show is neither
 * found nor missing, and files that were not looked at, or show nothing that is known, are counted.
 */
export function seenAmong(pages: readonly Page[], sights: readonly Sight[], files: number): PagesSeen {
  const shows = (id: number, sight: Sight['sight']) =>
    sights.filter((one) => one.page_id === id && one.sight === sight).length;
  const labels = (is: (page: Page) => boolean) => pages.filter(is).map(({ label }) => label);
  const sure = sights.filter(({ sight }) => sight === 'sure').length;
  return {
    of: pages.length,
    found: labels(({ id }) => shows(id, 'sure') > 0),
    missing: labels(({ id }) => shows(id, 'sure') + shows(id, 'perhaps') === 0),
    twice: labels(({ id }) => shows(id, 'sure') > 1),
    unsure: files - sure,
    is_waiting: false,
  };
}

/** Whether these are the same pages, in whatever order. */
export function areSame(ones: readonly number[], others: readonly number[]): boolean {
  const [one, other] = [new Set(ones), new Set(others)];
  return one.size === other.size && ones.every((id) => other.has(id));
}
