import type { Output } from '@seodang/contract/call.ts';
import { listClinicLinks } from '@seodang/contract/clinic.ts';
import * as api from '@seodang/contract/clinic-approvals.ts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { LinkFilter } from './clinic.queries.ts';

export type Approval = Output<typeof api.approveClinics>;
export const most = api.MOST_APPROVED;

/** The ids of everything that a filter finds, as far as one approval reaches. */
export async function idsOf(filter: LinkFilter): Promise<number[]> {
  const { results } = await call(listClinicLinks, { querystring: { ...filter, page: 1, page_size: most } });
  return results.map(({ id }) => id);
}

export const approvalPreview = (link_ids: number[]) =>
  queryOptions({
    queryKey: ['clinic', 'approval', link_ids],
    queryFn: () => call(api.previewClinicApproval, { body: { link_ids } }),
    staleTime: 0,
  });

const renew = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['clinic'] });

export const approveMany = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (link_ids: number[]) => call(api.approveClinics, { body: { link_ids } }),
    onSettled: () => renew(queries),
  });

const day = 24 * 60 * 60 * 1000;

/** When many were last approved at once, within a day and not taken back. */
export const lastApproval = queryOptions({
  queryKey: ['clinic', 'approvals'],
  queryFn: () => call(api.listClinicApprovals, { querystring: { page_size: 1 } }),
  select: ({ results }) =>
    results.find(
      ({ undone_at, approved_at }) => undone_at === null && Date.now() - Date.parse(approved_at) < day,
    ),
});

export const undoApproval = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) => call(api.undoClinicApproval, { params: { id } }),
    onSettled: () => renew(queries),
  });
