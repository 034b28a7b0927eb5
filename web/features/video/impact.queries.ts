import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/video-impact.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { soon } from './soon.ts';

export type Impact = Output<typeof api.enrollmentImpact>;
type EnrollmentChange = Input<typeof api.enrollmentImpact>['body'];
type Marks = Input<typeof api.attendanceImpact>['body'];
type SettingsProposal = Input<typeof api.settingsImpact>['body'];

type Known = Promise<Impact | undefined>;

export const impactOfMarks = (session_id: number, body: Marks): Known =>
  soon((signal) => call(api.attendanceImpact, { params: { id: session_id }, body }, { signal }));
export const impactOfEnrollment = (id: number, body: EnrollmentChange): Known =>
  soon((signal) => call(api.enrollmentImpact, { params: { id }, body }, { signal }));
export const impactOfRemoval = (id: number): Known =>
  soon((signal) => call(api.studentRemovalImpact, { params: { id } }, { signal }));

/** Never kept: it is about what is so now. Until the answer is there, the one before is shown as such. */
const fresh = { placeholderData: keepPreviousData, staleTime: 0, gcTime: 0, retry: false } as const;

export const marksImpactQuery = (session_id: number, body: Marks) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'marks', session_id, body],
    queryFn: () => call(api.attendanceImpact, { params: { id: session_id }, body }),
  });
export const enrollmentImpactQuery = (id: number, body: EnrollmentChange) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'enrollment', id, body],
    queryFn: () => call(api.enrollmentImpact, { params: { id }, body }),
  });
export const settingsImpactQuery = (body: SettingsProposal) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'settings', body],
    queryFn: () => call(api.settingsImpact, { body }),
  });
