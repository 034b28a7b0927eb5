import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import * as api from '@seodang/contract/study-bank.ts';
import type { addStudyImage } from '@seodang/contract/study-images.ts';
import { classStudy } from '@seodang/contract/study-overview.ts';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, send } from '../../lib/api.ts';

export type Topic = Output<typeof api.listStudyTopics>['results'][number];
export type BankQuestion = Output<typeof api.getStudyQuestion>;
export type QuestionBody = Input<typeof api.changeStudyQuestion>['body'];
export type Import = Output<typeof api.importStudyQuestions>;
type State = NonNullable<QuestionBody['state']>;

export const topicsQuery = (lecture: number) =>
  queryOptions({
    queryKey: ['study', 'topics', { lecture_id: lecture }],
    queryFn: () => call(api.listStudyTopics, { querystring: { lecture, page_size: 100 } }),
  });

export const classStudyQuery = (lecture: number) =>
  queryOptions({
    queryKey: ['study', 'class', { lecture_id: lecture }],
    queryFn: () => call(classStudy, { params: { id: lecture } }),
  });

export const PAGE_SIZE = 50;
export type Filter = { search: string; state: State | 'all' };

export const bankQuery = (topic: number, { search, state }: Filter, page: number) =>
  queryOptions({
    queryKey: ['study', 'questions', topic, search, state, page],
    queryFn: () =>
      call(api.listStudyQuestions, {
        querystring: { topic, page, page_size: PAGE_SIZE, search, ...(state !== 'all' && { state }) },
      }),
    placeholderData: keepPreviousData,
  });

function useStudyChange<V, R>(change: (variables: V) => Promise<R>, quiet = false) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    meta: { quiet },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['study'] }),
  });
}

export const useCreateTopic = () =>
  useStudyChange(
    (body: Input<typeof api.createStudyTopic>['body']) => call(api.createStudyTopic, { body }),
    true,
  );
export const useRenameTopic = () =>
  useStudyChange(
    ({ id, title }: { id: number; title: string }) =>
      call(api.changeStudyTopic, { params: { id }, body: { title } }),
    true,
  );
export const useDeleteTopic = () =>
  useStudyChange((id: number) => call(api.deleteStudyTopic, { params: { id } }));
export const useRestoreTopic = () =>
  useStudyChange((id: number) => call(api.restoreStudyTopic, { params: { id } }));

type Saved = { id: number | undefined; topic: number; body: QuestionBody };
/** Saves a question, a new one in its topic. */
export const useSaveQuestion = () =>
  useStudyChange(
    ({ id, topic, body }: Saved) =>
      id === undefined
        ? call(api.createStudyQuestion, { body: { ...body, study_topic_id: topic } })
        : call(api.changeStudyQuestion, { params: { id }, body }),
    true,
  );
export const useDeleteQuestion = () =>
  useStudyChange((id: number) => call(api.deleteStudyQuestion, { params: { id } }));

/** What a file would add to a topic, or adds. */
export const useImport = (topic: number) =>
  useStudyChange(async ({ file, commit }: { file: File; commit: boolean }): Promise<Import> => {
    const type = /\.(csv|txt|tsv)$/i.test(file.name) ? 'text/csv' : 'application/octet-stream';
    return sendFile<Import>(`/study/topics/${topic}/import?commit=${commit}`, file, type);
  }, true);

async function sendFile<Answer>(url: string, file: File, type: string): Promise<Answer> {
  const reply = await send(url, { method: 'POST', headers: { 'content-type': type }, body: file });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new ApiProblem(answer as Problem);
  return answer as Answer;
}

/** Keeps a picture for questions of a topic; what texts call it comes back. */
export const useAddPicture = (topic: number) =>
  useMutation({
    mutationFn: (file: File) =>
      sendFile<Output<typeof addStudyImage>>(`/study/topics/${topic}/images`, file, file.type),
    meta: { quiet: true },
  });
