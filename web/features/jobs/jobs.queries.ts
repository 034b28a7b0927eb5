import type { Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/jobs.ts';
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Job = Output<typeof api.listJobs>['results'][number];
export type JobAttempt = Output<typeof api.getJob>['attempts'][number];
export type Queue = Output<typeof api.listJobQueues>['results'][number];
export type Runner = Output<typeof api.listRunners>['results'][number];

const whileRunningMs = 3000;
const isActive = (job: Job) => job.status === 'queued' || job.status === 'leased';

/** A page of the academy's jobs, latest first; asked again every few seconds while one of them is under way. */
export const jobsQuery = (page: number, status: Job['status'] | undefined) =>
  queryOptions({
    queryKey: ['jobs', { page, status }],
    queryFn: () => call(api.listJobs, { querystring: { page, page_size: 50, ...(status && { status }) } }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.results.some(isActive) ? whileRunningMs : false),
  });

export const jobQuery = (id: number) =>
  queryOptions({
    queryKey: ['jobs', id],
    queryFn: () => call(api.getJob, { params: { id } }),
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? whileRunningMs : false),
  });

export const runnersQuery = queryOptions({
  queryKey: ['runners'],
  queryFn: () => call(api.listRunners, {}),
  refetchInterval: 10_000,
});

export const queuesQuery = queryOptions({
  queryKey: ['jobs', 'queues'],
  queryFn: () => call(api.listJobQueues, {}),
  refetchInterval: 10_000,
});

export const cancelJobMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: () => call(api.cancelJob, { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
