import type { Output } from '@seodang/contract/call.ts';
import { listLectures } from '@seodang/contract/lectures.ts';
import { progressMatrix } from '@seodang/contract/progress.ts';
import { listRiskRanking } from '@seodang/contract/progress-ranking.ts';
import { listLectureProgress } from '@seodang/contract/progress-risk.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Matrix = Output<typeof progressMatrix>;
export type MatrixRow = Matrix['rows'][number];
export type MatrixSession = Matrix['sessions'][number];
export type MatrixCell = MatrixRow['cells'][number];

/** A lecture's students by its class sessions; asked again whenever somebody's progress in it changes. */
export const matrixQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['progress', { lecture_id }],
    queryFn: () => call(progressMatrix, { querystring: { lecture: lecture_id } }),
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

/** Students at risk in the lectures that the caller works in, the worst first; asked again when any progress changes. */
export const riskQuery = queryOptions({
  queryKey: ['progress', 'risk'],
  queryFn: () => call(listLectureProgress, { querystring: { page_size: 200, ordering: '-risk_level' } }),
  select: ({ results }) => results.filter(({ risk_level }) => risk_level !== 'NORMAL'),
});
