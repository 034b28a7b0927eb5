import { type Chapter, getVideoChapters, setVideoChapters } from '@seodang/contract/video-chapters.ts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const chaptersQuery = (id: number) =>
  queryOptions({
    queryKey: ['videos', 'chapters', id],
    queryFn: () => call(getVideoChapters, { params: { id } }),
  });

export const setChaptersMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: (chapters: Chapter[]) => call(setVideoChapters, { params: { id }, body: { chapters } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['videos', 'chapters', id] }),
    meta: { quiet: true },
  });
