import { Stack, Text } from '@mantine/core';
import { numbersOfRegion } from '@seodang/contract/sheet-regions.ts';
import { useQuery } from '@tanstack/react-query';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { examQuery } from '../exams/exams.queries.ts';
import { questionsQuery } from '../exams/questions.queries.ts';
import { useEditorWords } from './editor.words.ts';
import { gapsIn, missingFor, spansOf } from './regions.rules.ts';
import type { Regions } from './use-regions.ts';

function ExamCheck({ exam_id, regions }: { exam_id: number; regions: Regions['regions'] }) {
  const words = useEditorWords();
  const exam = useQuery(examQuery(exam_id)).data;
  const questions = useQuery(questionsQuery(exam_id)).data?.questions;
  if (!exam || !questions || questions.length === 0) return null;
  const missing = missingFor(questions, regions);
  return missing.length === 0 ? (
    <StatusBadge tone="ok">{words.fits(exam.title, questions.length)}</StatusBadge>
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
      {exam !== undefined && <ExamCheck exam_id={exam} regions={regions} />}
    </Stack>
  );
}
