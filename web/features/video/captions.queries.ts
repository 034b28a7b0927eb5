import { ApiProblem, type Output } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import * as api from '@seodang/contract/video-captions.ts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call, send } from '../../lib/api.ts';

export type Caption = Output<typeof api.listVideoCaptions>[number];

export const captionsQuery = (video: number) =>
  queryOptions({
    queryKey: ['videos', 'captions', video],
    queryFn: () => call(api.listVideoCaptions, { params: { id: video } }),
  });

const refresh = (queries: QueryClient) => async () => {
  await queries.invalidateQueries({ queryKey: ['videos', 'captions'] });
  await queries.invalidateQueries({ queryKey: ['video-preview'] });
};

type Added = { file: File; language: string; label: string };

export const addCaptionMutation = (queries: QueryClient, video: number) =>
  mutationOptions({
    mutationFn: ({ file, language, label }: Added) =>
      sendFile('POST', `/videos/${video}/captions`, file, { language, label }),
    onSuccess: refresh(queries),
    meta: { quiet: true },
  });

export const replaceCaptionMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: (file: File) => sendFile('PUT', `/video-captions/${id}/file`, file, {}),
    onSuccess: refresh(queries),
    meta: { quiet: true },
  });

export const removeCaptionMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: () => call(api.removeVideoCaption, { params: { id } }),
    onSuccess: refresh(queries),
  });

/** Sends the file as it is; the server reads it. */
async function sendFile(method: 'POST' | 'PUT', path: string, file: File, names: Record<string, string>) {
  const query = new URLSearchParams({ ...names, filename: file.name.slice(-255) });
  const headers = { 'content-type': 'application/octet-stream' };
  const reply = await send(`${path}?${query}`, { method, headers, body: file });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new ApiProblem(answer as Problem);
  return answer as Caption;
}

/** What the file says, to be looked through. */
export const captionTextQuery = ({ id, url, updated_at }: Caption) =>
  queryOptions({
    queryKey: ['caption-text', id, updated_at],
    queryFn: async () => {
      const reply = await fetch(url);
      return reply.ok ? reply.text() : '';
    },
  });
