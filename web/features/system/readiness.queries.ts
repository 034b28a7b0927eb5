import { type Readiness, readiness } from '@seodang/contract/system.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Part = Readiness['parts'][number];

/** The parts of the system with their state, checked by the server when asked. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  refetchInterval: 30_000,
  queryFn: () => call(readiness, {}),
});
