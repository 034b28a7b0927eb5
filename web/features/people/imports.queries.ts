import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/import.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, send } from '../../lib/api.ts';

export type ImportBatch = Output<typeof api.getImport>;
export type ImportLine = Output<typeof api.listImportRows>['results'][number];
export type Correction = Input<typeof api.correctImport>['body'];
export type ImportSummary = Output<typeof api.listImports>['results'][number];

const [csv, xlsx] = api.importContentTypes;

/** Sends the file as it is; the server says what it would do. */
export async function uploadList(file: File): Promise<ImportBatch> {
  const query = new URLSearchParams({ file_name: file.name });
  const type = /\.(csv|txt|tsv)$/i.test(file.name) ? csv : xlsx;
  const reply = await send(`/imports?${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: file,
  });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new ApiProblem(answer as Problem);
  return answer as ImportBatch;
}

export const importsQuery = (page: number) =>
  queryOptions({
    queryKey: ['imports', { page }],
    queryFn: () => call(api.listImports, { querystring: { page, page_size: 20 } }),
    placeholderData: keepPreviousData,
  });

export const importQuery = (id: number) =>
  queryOptions({ queryKey: ['imports', id], queryFn: () => call(api.getImport, { params: { id } }) });

export type LineFilter = { show: 'all' | 'siblings' | ImportLine['state']; search: string; page: number };
export const linesOnAPage = 100;

export const linesQuery = (id: number, version: string, { show, search, page }: LineFilter) =>
  queryOptions({
    queryKey: ['imports', id, { version, show, search, page }],
    queryFn: () =>
      call(api.listImportRows, {
        params: { id },
        querystring: {
          page,
          page_size: linesOnAPage,
          ...(search && { search }),
          ...(show === 'siblings' ? { siblings: 'true' as const } : show !== 'all' && { state: show }),
        },
      }),
    placeholderData: keepPreviousData,
  });

export const correctImport = (id: number, body: Correction) =>
  call(api.correctImport, { params: { id }, body });
export const undoImport = (id: number) => call(api.undoImport, { params: { id } });
export const redoImport = (id: number) => call(api.redoImport, { params: { id } });
export const commitImport = (id: number, version: string, lecture_id?: number) =>
  call(api.commitImport, { params: { id }, body: { version, ...(lecture_id && { lecture_id }) } });
