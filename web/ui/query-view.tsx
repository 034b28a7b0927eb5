import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SkeletonRows } from './loading.tsx';
import { ProblemAlert } from './problem.tsx';

type Props<T> = {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  loading?: ReactNode;
  /** Shown instead of the children when `isEmpty` says so. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
};

/** A query's data with its loading, error and empty states. Old data stays on screen while a refresh fails. */
export function QueryView<T>({ query, children, loading, empty, isEmpty }: Props<T>) {
  if (query.data === undefined) {
    if (query.isError) return <ProblemAlert error={query.error} retry={() => void query.refetch()} />;
    return loading ?? <SkeletonRows />;
  }
  return (
    <>
      <ProblemAlert error={query.error} retry={() => void query.refetch()} />
      {empty && isEmpty?.(query.data) ? empty : children(query.data)}
    </>
  );
}
