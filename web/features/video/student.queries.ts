import type { Output } from '@seodang/contract/call.ts';
import { myProgress } from '@seodang/contract/progress.ts';
import { listStudentVideos } from '@seodang/contract/video.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type StudentVideo = Output<typeof listStudentVideos>[number];
export type OwnLecture = Output<typeof myProgress>[number];

/** The videos of a class session, and what the student may do with each. */
export const studentVideosQuery = (sessionId: number) =>
  queryOptions({
    queryKey: ['videos', 'student', { sessionId }],
    queryFn: () => call(listStudentVideos, { querystring: { session: sessionId } }),
  });

/** A student's own lectures with the state of each session; a parent's children's. Results that are released count. */
export const myProgressQuery = queryOptions({
  queryKey: ['progress', 'mine'],
  queryFn: () => call(myProgress, { querystring: {} }),
  meta: { alsoOn: ['results'] },
});
