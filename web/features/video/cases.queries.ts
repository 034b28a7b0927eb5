import type { Output } from '@seodang/contract/call.ts';
import { listOwnPlaybackCases } from '@seodang/contract/playback-cases.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type OwnCase = Output<typeof listOwnPlaybackCases>[number];

/** What a student did against the rules of one video, the newest first. */
export const ownCasesQuery = (user_id: number, video: number) =>
  queryOptions({
    queryKey: ['playback-cases', { user_id }, 'mine', video],
    queryFn: () => call(listOwnPlaybackCases, { querystring: { video } }),
  });
