import { Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { FactSheet } from './fact-sheet.tsx';
import { PrintButtons } from './print-menu.tsx';
import { type Result, resultQuery } from './results.queries.ts';
import { Verdict } from './verdict.tsx';
import { useResultWords } from './words.ts';

type Props = { exam_id: number; result: Result; close: () => void };

/** What one student answered, question by question. */
export function ResultDialog({ exam_id, result, close }: Props) {
  const words = useResultWords();
  const { actions } = useCoreWords();
  const detail = useQuery(resultQuery(exam_id, result.enrollment_id));
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={words.detailOf(result.student_name)}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView query={detail}>
        {(found) => (
          <Stack gap="md">
            <Group gap="sm" justify="space-between">
              <Group gap="sm">
                <Text fw={700}>{words.of(found.total_score, found.max_score)}</Text>
                <Verdict {...found} />
              </Group>
              <PrintButtons exam_id={exam_id} enrollment_id={result.enrollment_id} />
            </Group>
            <FactSheet facts={found.facts} />
          </Stack>
        )}
      </QueryView>
    </Modal>
  );
}
