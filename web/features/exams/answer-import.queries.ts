import * as api from '@seodang/contract/answer-imports.ts';
import type { Output } from '@seodang/contract/call.ts';
import { call } from '../../lib/api.ts';
import { useExamChange } from './exams.queries.ts';
import { sendFile } from './send-file.ts';

export type GridPreview = Output<typeof api.previewAnswerImport>;
type Cells = GridPreview['cells'];

/** What a table would be taken for; nothing is written. */
export function previewGrid(exam_id: number, { file, cells }: { file: File; cells?: Cells }) {
  const query = cells ? `?cells=${cells}` : '';
  return sendFile<GridPreview>(`/exams/${exam_id}/answer-imports/preview${query}`, file);
}

type Take = { file: File; cells: Cells; ready: number };
export const useImportGrid = (exam_id: number) =>
  useExamChange(
    ({ file, cells, ready }: Take) =>
      sendFile<Output<typeof api.createAnswerImport>>(
        `/exams/${exam_id}/answer-imports?cells=${cells}&ready=${ready}`,
        file,
      ),
    true,
  );
export const useUndoGrid = () =>
  useExamChange((id: number) => call(api.undoAnswerImport, { params: { id } }), true);
