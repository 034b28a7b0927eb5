import type { ListQuery, Page } from '@seodang/contract/list.ts';
import { refuseFields } from '#core/problem.ts';

export type Order<C extends string> = { column: C; direction: 'asc' | 'desc' };

/** The `ordering=` of a list as columns that the list allows; another field is refused by name. */
export function orderOf<C extends string>(
  { ordering }: Pick<ListQuery, 'ordering'>,
  allowed: readonly C[],
  otherwise: readonly Order<C>[],
): readonly Order<C>[] {
  if (!ordering) return otherwise;
  return ordering.split(',').map((field) => {
    const name = field.replace(/^-/, '');
    const column = allowed.find((candidate) => candidate === name);
    if (!column)
      refuseFields({ pointer: '/ordering', message: `cannot sort by ${name}; try ${allowed.join(', ')}` });
    return { column, direction: field.startsWith('-') ? 'desc' : 'asc' };
  });
}

/** What people type into a search box as a pattern for `ilike`: anywhere, and letter by letter. */
export function likeOf(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

export function offsetOf({ page, page_size }: ListQuery): { limit: number; offset: number } {
  return { limit: page_size, offset: (page - 1) * page_size };
}

/** A page with the links around it; `url` is the request's own, whose other parameters they keep. */
export function toPage<T>(url: string, { page, page_size }: ListQuery, count: number, results: T[]): Page<T> {
  const pages = Math.ceil(count / page_size);
  return {
    count,
    next: page < pages ? withParameter(url, 'page', page + 1) : null,
    previous: page > 1 ? withParameter(url, 'page', Math.min(page - 1, Math.max(pages, 1))) : null,
    results,
  };
}

/** The same address with another value of one parameter: the next page, or the place to go on at. */
export function withParameter(url: string, name: string, value: number | string): string {
  const [path, query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set(name, String(value));
  return `${path}?${parameters}`;
}
