import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import * as api from '@seodang/contract/sheet-templates.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, send } from '../../lib/api.ts';

export type SheetTemplate = Output<typeof api.listSheetTemplates>['results'][number];
export type SheetTemplateDetail = Output<typeof api.getSheetTemplate>;
export type Paper = SheetTemplate['paper'];
export const papers: readonly Paper[] = ['A4', 'B4', 'A5', 'Letter'];

export const templatesQuery = (archived: boolean) =>
  queryOptions({
    queryKey: ['sheet_templates', { archived }],
    queryFn: () => call(api.listSheetTemplates, { querystring: { archived: archived ? 'true' : 'false' } }),
  });

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ['sheet_templates', id],
    queryFn: () => call(api.getSheetTemplate, { params: { id } }),
  });

function useTemplateChange<V, R>(change: (values: V) => Promise<R>, quiet = false) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    meta: { quiet },
    onSuccess: () =>
      Promise.all(
        ['sheet_templates', 'exams'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })),
      ),
  });
}

type NewTemplate = { name: string; paper: Paper; turn: string; file: File };

async function sendBlank({ name, paper, turn, file }: NewTemplate): Promise<SheetTemplateDetail> {
  const query = new URLSearchParams({ name, paper, turn });
  const reply = await send(`/sheet-templates?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new ApiProblem(answer as Problem);
  return answer as SheetTemplateDetail;
}

export const useCreateTemplate = () => useTemplateChange(sendBlank, true);
export const useChangeTemplate = () =>
  useTemplateChange(({ id, ...body }: { id: number } & Input<typeof api.changeSheetTemplate>['body']) =>
    call(api.changeSheetTemplate, { params: { id }, body }),
  );
export const useDuplicateTemplate = () =>
  useTemplateChange(({ id, name }: { id: number; name: string }) =>
    call(api.duplicateSheetTemplate, { params: { id }, body: { name } }),
  );
export const useDeleteTemplate = () =>
  useTemplateChange((id: number) => call(api.deleteSheetTemplate, { params: { id } }));
export const useSaveRegions = (id: number) =>
  useTemplateChange(
    (body: Input<typeof api.setSheetRegions>['body']) => call(api.setSheetRegions, { params: { id }, body }),
    true,
  );
