import * as api from '@seodang/contract/audit.ts';
import type { Output } from '@seodang/contract/call.ts';
import { infiniteQueryOptions, keepPreviousData, mutationOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { startOfDay } from '../../lib/dates.ts';

export type AuditEntry = Output<typeof api.listAuditLog>['results'][number];

/** What to look at: actions that begin so, and calendar days of the academy (`YYYY-MM-DD`). */
export type AuditFilter = { area: string; from: string; to: string };

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

function cursorOf(next: string | null): number | undefined {
  const cursor = next && new URL(next, location.origin).searchParams.get('cursor');
  return cursor ? Number(cursor) : undefined;
}

/** The trail, newest first, page by page. */
export const auditQuery = ({ area, from, to }: AuditFilter, zone: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', { area, from, to }],
    initialPageParam: undefined,
    queryFn: ({ pageParam }: { pageParam: number | undefined }) =>
      call(api.listAuditLog, {
        querystring: {
          ...(area && { action: `${area}.` }),
          ...(from && { from: startOfDay(from, zone) }),
          ...(to && { to: startOfDay(nextDay(to), zone) }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    getNextPageParam: ({ next }) => cursorOf(next),
    placeholderData: keepPreviousData,
  });

export const verifyMutation = mutationOptions({ mutationFn: () => call(api.verifyAuditLog, {}) });
