import { Paper, SegmentedControl } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Column, DataTable } from './data-table.tsx';
import { QueryView } from './query-view.tsx';

/** Which part of a list of the server is shown; another filter begins at its first page. */
export function useFilteredPage<F>(first: F) {
  const [filter, choose] = useState(first);
  const [page, setPage] = useState(1);
  const setFilter = (chosen: F) => {
    choose(chosen);
    setPage(1);
  };
  return { filter, setFilter, page, setPage };
}

type ChoiceProps<F extends string> = {
  label: string;
  value: F;
  choose: (value: F) => void;
  choices: readonly { value: F; label: string }[];
};

/** A few kinds of the same thing, of which one is shown. */
export function FilterChoice<F extends string>({ label, value, choose, choices }: ChoiceProps<F>) {
  return (
    <SegmentedControl
      aria-label={label}
      value={value}
      onChange={(chosen) => choose(chosen as F)}
      data={[...choices]}
      style={{ alignSelf: 'flex-start', maxWidth: '100%' }}
    />
  );
}

type Props<T> = {
  label: string;
  query: UseQueryResult<{ count: number; results: T[] }>;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string | number;
  link?: (row: T) => LinkProps;
  empty: ReactNode;
  page: number;
  pageSize: number;
  onPage: (page: number) => void;
};

/** One page of a list that the server pages, with its loading, empty and error states. */
export function PagedTable<T>({ query, empty, page, pageSize, onPage, ...table }: Props<T>) {
  return (
    <QueryView query={query} isEmpty={({ count }) => count === 0} empty={<Paper>{empty}</Paper>}>
      {({ results, count }) => (
        <DataTable {...table} rows={results} pager={{ page, page_size: pageSize, count, onPage }} />
      )}
    </QueryView>
  );
}
