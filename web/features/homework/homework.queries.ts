import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/homework.ts';
import { listSameTexts } from '@seodang/contract/homework-hints.ts';
import { countHomeworkStandings, listHomeworkStandings } from '@seodang/contract/homework-standings.ts';
import { getSubmissionText, searchHomeworkText } from '@seodang/contract/homework-text.ts';
import * as handedIn from '@seodang/contract/submissions.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Homework = Output<typeof api.getHomework>;
export type HomeworkChange = Input<typeof api.changeHomework>['body'];
export type Standing = Output<typeof listHomeworkStandings>['results'][number];
export type Version = Output<typeof handedIn.getSubmission>;
export type TextHit = Output<typeof searchHomeworkText>['results'][number];
export type TextHint = Output<typeof listSameTexts>['results'][number];
export type Rubric = Homework['rubric'];

const most = { page_size: 500 };
const onBoth = { alsoOn: ['submissions'] };

/** Where the caller, or each child, stands with all homework, what is due first on top. */
export const ownStandingsQuery = queryOptions({
  queryKey: ['homework', 'own'],
  queryFn: () => call(listHomeworkStandings, { querystring: most }),
  meta: onBoth,
});

/** Where the students of one piece of homework, or of a lecture, stand. */
export const standingsQuery = (of: { homework?: number; lecture?: number }) =>
  queryOptions({
    queryKey: ['homework', 'standings', of],
    queryFn: () => call(listHomeworkStandings, { querystring: { ...of, ...most } }),
    meta: onBoth,
  });

export const homeworkQuery = (id: number) =>
  queryOptions({
    queryKey: ['homework', id],
    queryFn: () => call(api.getHomework, { params: { id } }),
  });

/** The homework of a lecture, the newest first. */
export const homeworkOfLectureQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['homework', { lecture_id }],
    queryFn: () => call(api.listHomework, { querystring: { lecture: lecture_id, ...most } }),
  });

export const countsQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['homework', 'counts', { lecture_id }],
    queryFn: () => call(countHomeworkStandings, { querystring: { lecture: lecture_id } }),
    meta: onBoth,
  });

/** Every version that one student handed in, the newest first. */
export const versionsQuery = (homework_id: number, enrollment_id: number) =>
  queryOptions({
    queryKey: ['submissions', 'homework', homework_id, enrollment_id],
    queryFn: async () => {
      const target = { target_type: 'homework' as const, target: homework_id, enrollment: enrollment_id };
      const { results } = await call(handedIn.listSubmissions, { querystring: { ...target, page_size: 50 } });
      return Promise.all(results.map(({ id }) => call(handedIn.getSubmission, { params: { id } })));
    },
    // Addresses of pictures are good for an hour.
    staleTime: 15 * 60_000,
    meta: { alsoOn: ['homework'] },
  });

/** What a machine read on the pages of a version. */
export const textQuery = (id: number) =>
  queryOptions({
    queryKey: ['submissions', 'text', id],
    queryFn: () => call(getSubmissionText, { params: { id } }),
  });

/** Work of others that reads like a version; asked for by a person, and not again with every change. */
export const sameTextsQuery = (id: number) =>
  queryOptions({
    queryKey: ['same-texts', id],
    queryFn: () => call(listSameTexts, { params: { id } }),
    staleTime: 15 * 60_000,
  });

export const HITS_A_PAGE = 20;
/** Pages of a lecture's homework on which this was read. */
export const textSearchQuery = (lecture: number, search: string, page: number) =>
  queryOptions({
    queryKey: ['submissions', 'texts', lecture, search, page],
    queryFn: () =>
      call(searchHomeworkText, { querystring: { lecture, search, page, page_size: HITS_A_PAGE } }),
  });

export function useHomeworkChange<V, R>(change: (values: V) => Promise<R>, quiet = false) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    meta: { quiet },
    onSuccess: () =>
      Promise.all(
        ['homework', 'submissions'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })),
      ),
  });
}

export const useCreateHomework = () =>
  useHomeworkChange(
    (body: Input<typeof api.createHomework>['body']) => call(api.createHomework, { body }),
    true,
  );
export const useChangeHomework = (id: number, quiet = false) =>
  useHomeworkChange((body: HomeworkChange) => call(api.changeHomework, { params: { id }, body }), quiet);
export const useDeleteHomework = () =>
  useHomeworkChange((id: number) => call(api.deleteHomework, { params: { id } }));
export const useRestoreHomework = () =>
  useHomeworkChange((id: number) => call(api.restoreHomework, { params: { id } }));

type Extend = { enrollment_id: number; body: Input<typeof api.extendHomework>['body'] };
export const useExtendHomework = (id: number) =>
  useHomeworkChange(
    ({ enrollment_id, body }: Extend) => call(api.extendHomework, { params: { id, enrollment_id }, body }),
    true,
  );
export const useTakeBackExtension = (id: number) =>
  useHomeworkChange((enrollment_id: number) =>
    call(api.removeHomeworkExtension, { params: { id, enrollment_id } }),
  );

type Judged = { id: number; body: Input<typeof handedIn.reviewHomework>['body'] };
export const useJudge = () =>
  useHomeworkChange(({ id, body }: Judged) => call(handedIn.reviewHomework, { params: { id }, body }));
