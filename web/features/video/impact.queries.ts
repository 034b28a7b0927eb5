import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/video-impact.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { soon } from './soon.ts';

export type Impact = Output<typeof api.enrollmentImpact>;
type EnrollmentChange = Input<typeof api.enrollmentImpact>['body'];
type Marks = Input<typeof api.attendanceImpact>['body'];
type Newcomers = Input<typeof api.enrollManyImpact>['body'];
type SessionChange = Input<typeof api.classSessionImpact>['body'];
type SettingsProposal = Input<typeof api.settingsImpact>['body'];

type Known = Promise<Impact | undefined>;

export const impactOfMarks = (session_id: number, body: Marks): Known =>
  soon((signal) => call(api.attendanceImpact, { params: { id: session_id }, body }, { signal }));
export const impactOfEnrollment = (id: number, body: EnrollmentChange): Known =>
  soon((signal) => call(api.enrollmentImpact, { params: { id }, body }, { signal }));
export const impactOfRemoval = (id: number): Known =>
  soon((signal) => call(api.studentRemovalImpact, { params: { id } }, { signal }));

/** Throws what stands in the way of the removal itself. */
export const impactOfClassSessionRemoval = async (id: number): Known => {
  let refusal: unknown;
  const impact = await soon((signal) =>
    call(api.classSessionRemovalImpact, { params: { id } }, { signal }).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.problem.status === 409) refusal = error;
      throw error;
    }),
  );
  if (refusal) throw refusal;
  return impact;
};

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
export const enrollManyImpactQuery = (body: Newcomers) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'enrolling', body],
    queryFn: () => call(api.enrollManyImpact, { body }),
  });
export const classSessionImpactQuery = (id: number, body: SessionChange) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'class-session', id, body],
    queryFn: () => call(api.classSessionImpact, { params: { id }, body }),
  });
export const removalImpactQuery = (of: { lecture: number } | { video: number }) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'removal', of],
    queryFn: () =>
      'video' in of
        ? call(api.videoRemovalImpact, { params: { id: of.video } })
        : call(api.lectureRemovalImpact, { params: { id: of.lecture } }),
  });
export const settingsImpactQuery = (body: SettingsProposal) =>
  queryOptions({
    ...fresh,
    queryKey: ['videos', 'impact', 'settings', body],
    queryFn: () => call(api.settingsImpact, { body }),
  });
