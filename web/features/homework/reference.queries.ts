import type { Input, Output } from '@seodang/contract/call.ts';
import { addHomeworkPages, listHomeworkPages, setHomeworkPages } from '@seodang/contract/homework-pages.ts';
import { prepareSubmissionFile } from '@seodang/contract/submissions.ts';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { browserWorld } from '../../lib/upload-browser.ts';
import { useHomeworkChange } from './homework.queries.ts';

export type ReferencePage = Output<typeof listHomeworkPages>['results'][number];

export const referencePagesQuery = (id: number) =>
  queryOptions({
    queryKey: ['homework', id, 'pages'],
    queryFn: () => call(listHomeworkPages, { params: { id } }),
    // Addresses of pictures are good for an hour.
    staleTime: 15 * 60_000,
  });

async function send(file: File): Promise<string> {
  const body = { filename: file.name, size: file.size };
  const { file_key, upload } = await call(prepareSubmissionFile, { body });
  const on = { signal: new AbortController().signal, onSent: () => undefined };
  await browserWorld.put({ ...upload, method: 'PUT' }, file, on);
  return file_key;
}

const byName = new Intl.Collator('ko', { numeric: true });
type Added = { files: readonly File[]; first_label?: number };

/** Sends pages, pictures in the order of their names, and adds them to the homework. */
export const useAddPages = (id: number) =>
  useHomeworkChange(async ({ files, ...rest }: Added) => {
    const file_keys: string[] = [];
    for (const file of files.toSorted((a, b) => byName.compare(a.name, b.name)))
      file_keys.push(await send(file));
    return call(addHomeworkPages, { params: { id }, body: { file_keys, ...rest } });
  }, true);

type Change = Input<typeof setHomeworkPages>['body'];

/** Where somebody else changed them meanwhile, those that are there are asked for before it is told. */
export function useSetPages(id: number) {
  const queries = useQueryClient();
  const set = (body: Change) =>
    call(setHomeworkPages, { params: { id }, body }).catch(async (error) => {
      await queries.invalidateQueries(referencePagesQuery(id));
      throw error;
    });
  return useHomeworkChange(set, true);
}
