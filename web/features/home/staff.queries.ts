import type { Output } from '@seodang/contract/call.ts';
import { listClinicLinks } from '@seodang/contract/clinic.ts';
import { listHomeworkStandings } from '@seodang/contract/homework-standings.ts';
import { listPlaybackCases } from '@seodang/contract/playback-cases.ts';
import { listRiskCases } from '@seodang/contract/risk-cases.ts';
import { listSubmissions } from '@seodang/contract/submissions.ts';
import { listVideos } from '@seodang/contract/video.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

const countOnly = { page_size: 1 } as const;

/** Homework that was handed in and nobody has judged. */
export const waitingHomeworkQuery = queryOptions({
  queryKey: ['homework', 'waiting'],
  queryFn: () => call(listHomeworkStandings, { querystring: { state: 'waiting', ...countOnly } }),
  meta: { alsoOn: ['submissions'] },
});

type Doubtful = Output<typeof listSubmissions>['results'];

/** The exam of which most sheets have answers that a person must look at. */
function worstOf(results: Doubtful): number | undefined {
  const counts = new Map<number, number>();
  for (const { target_id } of results) counts.set(target_id, (counts.get(target_id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Answer sheets that a person must look at. */
export const doubtfulSheetsQuery = queryOptions({
  queryKey: ['submissions', 'doubtful'],
  queryFn: () =>
    call(listSubmissions, { querystring: { target_type: 'exam', needs_review: 'true', page_size: 200 } }),
  select: ({ count, results }) => ({ count, exam_id: worstOf(results) }),
});

/** Who falls behind most; of equals, what is due first. */
export const worstCasesQuery = queryOptions({
  queryKey: ['risk-cases', 'worst'],
  queryFn: () =>
    call(listRiskCases, { querystring: { open: 'true', ordering: '-risk_level,due_on', page_size: 6 } }),
});

/** Students for whom the facts ask for a clinic that nobody has decided about. */
export const openClinicQuery = queryOptions({
  queryKey: ['clinic', 'open'],
  queryFn: () => call(listClinicLinks, { querystring: { state: 'open', ...countOnly } }),
});

/** Rules of videos that were broken, and nobody has looked. */
export const openPlaybackCasesQuery = queryOptions({
  queryKey: ['playback-cases', 'open'],
  queryFn: () => call(listPlaybackCases, { querystring: { status: 'open', ...countOnly } }),
});

/** Videos that could not be made ready. */
export const failedVideosQuery = queryOptions({
  queryKey: ['videos', 'failed'],
  queryFn: () => call(listVideos, { querystring: { status: 'FAILED', ...countOnly } }),
});
