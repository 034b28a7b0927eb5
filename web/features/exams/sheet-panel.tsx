import { Group, Paper, Stack } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { examQuery } from './exams.queries.ts';
import { SheetChoice } from './foreign-sheet.tsx';
import { PrintBlank, PrintNamed } from './print-sheets.tsx';
import { type Sheet, sheetQuery } from './questions.queries.ts';
import { useSheetWords } from './sheet.words.ts';
import { SheetLayout } from './sheet-layout.tsx';
import { WrittenHint } from './written-left.tsx';

function Layout({ exam_id, sheet }: { exam_id: number; sheet: Sheet }) {
  const words = useSheetWords();
  const aside = (
    <Group gap={6}>
      <StatusBadge tone="info">{words.pages(sheet.page_count)}</StatusBadge>
      <StatusBadge tone={sheet.printed ? 'ok' : 'idle'}>
        {sheet.printed ? words.printed : words.notPrinted}
      </StatusBadge>
    </Group>
  );
  return (
    <Section title={words.title} lead={words.lead} aside={aside}>
      <SheetLayout key={`${sheet.paper} ${sheet.number_digits}`} exam_id={exam_id} sheet={sheet} />
    </Section>
  );
}

/** The answer sheet of an exam: what it looks like, and sheets to print. */
export function SheetPanel({ exam_id }: { exam_id: number }) {
  const words = useSheetWords();
  const exam = useQuery(examQuery(exam_id));
  const sheet = useQuery(sheetQuery(exam_id));
  return (
    <QueryView
      query={exam}
      isEmpty={({ question_count }) => question_count === 0}
      empty={
        <Paper>
          <EmptyState icon={IconFileText} title={words.noQuestions} hint={words.noQuestionsHint} />
        </Paper>
      }
    >
      {({ title }) => (
        <Stack gap="lg" maw="48rem">
          <QueryView query={sheet}>
            {(found) => (
              <>
                {!found.is_foreign && (
                  <>
                    <WrittenHint exam_id={exam_id} />
                    <PrintNamed exam_id={exam_id} title={title} />
                    <PrintBlank exam_id={exam_id} title={title} />
                    <Layout exam_id={exam_id} sheet={found} />
                  </>
                )}
                <SheetChoice exam_id={exam_id} sheet={found} />
              </>
            )}
          </QueryView>
        </Stack>
      )}
    </QueryView>
  );
}
