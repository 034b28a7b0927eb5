import { Button, Stack, Text } from '@mantine/core';
import { numbersOfRegion } from '@seodang/contract/sheet-regions.ts';
import { useQuery } from '@tanstack/react-query';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { examQuery } from '../exams/exams.queries.ts';
import { questionsQuery, sheetQuery, useChangeSheet } from '../exams/questions.queries.ts';
import { useEditorWords } from './editor.words.ts';
import { gapsIn, missingFor, spansOf } from './regions.rules.ts';
import type { Regions } from './use-regions.ts';

/** Makes the template the sheet of the exam that it was made for, once it is saved. */
function UseIt({ exam_id, editor }: { exam_id: number; editor: Regions }) {
  const words = useEditorWords();
  const sheet = useQuery(sheetQuery(exam_id)).data;
  const change = useChangeSheet(exam_id);
  if (!sheet || editor.isChanged) return null;
  if (sheet.template?.id === editor.template.id) return <Text size="sm">{words.used}</Text>;
  // One that was printed or scanned asks first, on the screen of the exam's sheet.
  if (sheet.printed) return null;
  return (
    <Button
      size="compact-md"
      variant="default"
      loading={change.isPending}
      onClick={() => change.mutate({ template_id: editor.template.id })}
    >
      {words.useIt}
    </Button>
  );
}

function ExamCheck({ exam_id, editor }: { exam_id: number; editor: Regions }) {
  const words = useEditorWords();
  const exam = useQuery(examQuery(exam_id)).data;
  const questions = useQuery(questionsQuery(exam_id)).data?.questions;
  if (!exam || !questions || questions.length === 0) return null;
  const missing = missingFor(questions, editor.regions);
  return missing.length === 0 ? (
    <>
      <StatusBadge tone="ok">{words.fits(exam.title, questions.length)}</StatusBadge>
      <UseIt exam_id={exam_id} editor={editor} />
    </>
  ) : (
    <Text size="sm" c="cinnabar" role="status">
      {words.misfits(exam.title, spansOf(missing))}
    </Text>
  );
}

/** Whether the regions are what they should be, while they are drawn: counts, gaps, and what an exam asks. */
export function SheetCheck({ editor, exam }: { editor: Regions; exam: number | undefined }) {
  const words = useEditorWords();
  const { regions } = editor;
  const grid = regions.find((region) => region.kind === 'student_number');
  const gaps = gapsIn(regions);
  return (
    <Stack gap={6} align="flex-start" aria-live="polite">
      <Text fw={600}>{words.summary(regions.flatMap(numbersOfRegion).length, grid?.digits ?? 0)}</Text>
      {gaps.length > 0 && <StatusBadge tone="warn">{words.gaps(spansOf(gaps))}</StatusBadge>}
      {regions.length > 0 && !grid && (
        <Text size="sm" c="dimmed">
          {words.noNumber}
        </Text>
      )}
      {exam !== undefined && <ExamCheck exam_id={exam} editor={editor} />}
    </Stack>
  );
}
