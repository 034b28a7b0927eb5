import type { Output } from '@seodang/contract/call.ts';
import { listLectures } from '@seodang/contract/lectures.ts';
import { listSessionProgress, progressMatrix } from '@seodang/contract/progress.ts';
import { type UnfoldedCell, unfolded } from '@seodang/contract/progress-matrix.ts';
import { listRiskRanking } from '@seodang/contract/progress-ranking.ts';
import { listLectureProgress } from '@seodang/contract/progress-risk.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

type Found = Output<typeof progressMatrix>;
export type MatrixCell = UnfoldedCell;
export type MatrixRow = ReturnType<typeof unfolded<Found['rows'][number]>>[number];
export type MatrixSession = Found['sessions'][number];
export type Matrix = Pick<Found, 'lecture_id' | 'lecture_title' | 'sessions'> & { rows: MatrixRow[] };

/** A lecture's students by its class sessions, or one of them; asked again whenever somebody's progress in it changes. */
export const matrixQuery = (lecture_id: number, enrollment_id?: number) =>
  queryOptions({
    queryKey: ['progress', { lecture_id, ...(enrollment_id && { enrollment_id }) }],
    queryFn: async (): Promise<Matrix> => {
      const { lecture_title, sessions, ...folded } = await call(progressMatrix, {
        querystring: { lecture: lecture_id, ...(enrollment_id && { enrollment: enrollment_id }) },
      });
      return { lecture_id, lecture_title, sessions, rows: unfolded(folded) };
    },
  });

/** Since when a student has completed a class session; null while something is left. */
export const completedAtQuery = (place: { session_id: number; enrollment_id: number }) =>
  queryOptions({
    queryKey: ['progress', 'completed', place],
    queryFn: () =>
      call(listSessionProgress, {
        querystring: { session: place.session_id, enrollment_id: place.enrollment_id },
      }),
    select: ({ results }) => results[0]?.completed_at ?? null,
  });

/** Every lecture that the caller works in. */
export const ownLecturesQuery = queryOptions({
  queryKey: ['lectures', 'own'],
  queryFn: () => call(listLectures, { querystring: { page_size: 500, ordering: 'title' } }),
});

export type Ranked = Output<typeof listRiskRanking>['results'][number];

const MOST_LIKELY = 20;

/** Who is most likely to fall behind in the lectures that the caller works in, an estimate beside the rules. */
export const rankingQuery = queryOptions({
  queryKey: ['risk-ranking'],
  queryFn: () => call(listRiskRanking, { querystring: { page_size: MOST_LIKELY } }),
  select: ({ results }) => results.filter(({ reasons }) => reasons.length > 0),
});

export type AtRisk = Output<typeof listLectureProgress>['results'][number];

/** How a student stands in a lecture, and at what risk. */
export const standingQuery = (enrollment_id: number) =>
  queryOptions({
    queryKey: ['progress', 'standing', enrollment_id],
    queryFn: () => call(listLectureProgress, { querystring: { enrollment_id } }),
    select: ({ results }) => results[0],
  });

/** Students at risk in the lectures that the caller works in, the worst first; asked again when any progress changes. */
export const riskPageSize = 50;
export const riskQuery = (page: number) =>
  queryOptions({
    queryKey: ['progress', 'risk', page],
    queryFn: () =>
      call(listLectureProgress, {
        querystring: { page, page_size: riskPageSize, at_risk: 'true', ordering: '-risk_level' },
      }),
    placeholderData: keepPreviousData,
  });
