import type { Output } from '@seodang/contract/call.ts';
import {
  getProgressPolicy,
  listProgressPolicies,
  type PolicyDraft,
  previewProgressPolicy,
  publishProgressPolicy,
} from '@seodang/contract/progress-policies.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Policy = Output<typeof getProgressPolicy>;
export type Version = Policy['versions'][number];
export type Preview = Output<typeof previewProgressPolicy>;
export type { PolicyDraft };

const key = (lecture_id: number) => ['policies', { lecture_id }];

/** What a lecture asks of its students, with all of its versions. */
export const policyQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: key(lecture_id),
    queryFn: async () => {
      const { results } = await call(listProgressPolicies, { querystring: { lecture: lecture_id } });
      return call(getProgressPolicy, { params: { id: results[0]?.id ?? 0 } });
    },
  });

export const usePreviewPolicy = (id: number) =>
  useMutation({
    mutationFn: (body: PolicyDraft) => call(previewProgressPolicy, { params: { id }, body }),
    meta: { quiet: true },
  });

export function usePublishPolicy({ id, lecture_id }: Policy) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PolicyDraft) => call(publishProgressPolicy, { params: { id }, body }),
    onSuccess: (policy) => client.setQueryData(key(lecture_id), policy),
    meta: { quiet: true },
  });
}
