import type { Output } from '@seodang/contract/call.ts';
import { listHomeworkStandings } from '@seodang/contract/homework-standings.ts';
import { listRiskLogs } from '@seodang/contract/progress-risk.ts';
import { listResults } from '@seodang/contract/results.ts';
import { listRiskCases } from '@seodang/contract/risk-cases.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Score = Output<typeof listResults>['results'][number];

/** What the exams of one enrollment came to, the oldest first. */
export const scoresQuery = (enrollment: number) =>
  queryOptions({
    queryKey: ['results', 'of', enrollment],
    queryFn: () => call(listResults, { querystring: { enrollment, page_size: 100 } }),
    select: ({ results }) => results.toReversed(),
    meta: { alsoOn: ['exams'] },
  });

/** Where one enrollment stands with its homework, what is due first on top. */
export const homeworkOfQuery = (enrollment: number) =>
  queryOptions({
    queryKey: ['homework', 'of', enrollment],
    queryFn: () => call(listHomeworkStandings, { querystring: { enrollment, page_size: 100 } }),
    select: ({ results }) => results,
    meta: { alsoOn: ['submissions'] },
  });

/** Each time that somebody had to look after one enrollment, the last first. */
export const careQuery = (enrollment_id: number) =>
  queryOptions({
    queryKey: ['risk-cases', 'of', enrollment_id],
    queryFn: () =>
      call(listRiskCases, { querystring: { enrollment_id, page_size: 50, ordering: '-opened_at' } }),
    select: ({ results }) => results,
  });

/** How the risk of one enrollment changed, the last first; asked again when its progress changes. */
export const riskChangesQuery = (enrollment_id: number) =>
  queryOptions({
    queryKey: ['progress', 'risk-log', enrollment_id, { enrollment_id }],
    queryFn: () => call(listRiskLogs, { querystring: { enrollment_id, page_size: 20 } }),
    select: ({ results }) => results,
  });
