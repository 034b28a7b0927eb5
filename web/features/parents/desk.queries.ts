import type { Input, Output } from '@seodang/contract/call.ts';
import { listClassSessions } from '@seodang/contract/class-sessions.ts';
import * as api from '@seodang/contract/family-requests.ts';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type DeskRequest = Output<typeof api.listRequests>['results'][number];

export const requestsQuery = (page: number) =>
  queryOptions({
    queryKey: ['requests', 'desk', page],
    queryFn: () => call(api.listRequests, { querystring: { page } }),
    placeholderData: keepPreviousData,
  });

export const openRequestsQuery = queryOptions({
  queryKey: ['requests', 'open'],
  queryFn: () => call(api.listRequests, { querystring: { status: 'open', page_size: 1 } }),
});

/** The make-ups of a lecture from a day on. */
export const makeUpsQuery = (lecture_id: number, date_from: string) =>
  queryOptions({
    queryKey: ['lectures', 'make-ups', lecture_id, date_from],
    queryFn: () =>
      call(listClassSessions, {
        params: { id: lecture_id },
        querystring: { session_type: 'SUPPLEMENT', date_from },
      }),
  });

type Approval = Input<typeof api.approveRequest>['body'];

export function useApprove() {
  return useSettled(({ id, body }: { id: number; body: Approval }) =>
    call(api.approveRequest, { params: { id }, body }),
  );
}

export function useRefuse() {
  return useSettled(({ id, answer }: { id: number; answer: string }) =>
    call(api.refuseRequest, { params: { id }, body: { answer } }),
  );
}

function useSettled<V>(mutationFn: (given: V) => Promise<DeskRequest>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    meta: { quiet: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  });
}
