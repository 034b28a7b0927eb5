import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { useRegradeWords } from './regrade.words.ts';
import styles from './results.module.css';
import { type Differences, type Regrade, regradePreviewQuery, useRegrade } from './results.queries.ts';

type Change = Differences['changes'][number];

const isFlip = ({ passed_before, passed_after }: Change) => passed_before !== passed_after;

function Verdict({ passed_before, passed_after }: Change) {
  const words = useRegradeWords();
  if (passed_before === passed_after) return <Text c="dimmed">{words.same}</Text>;
  return (
    <StatusBadge tone={passed_after ? 'ok' : 'bad'}>{passed_after ? words.toPass : words.toFail}</StatusBadge>
  );
}

function useColumns(): Column<Change>[] {
  const words = useRegradeWords();
  return [
    { key: 'student', header: words.student, cell: ({ student_name }) => student_name },
    {
      key: 'before',
      header: words.before,
      cell: ({ score_before }) => score_before ?? words.none,
      sortBy: ({ score_before }) => score_before,
      align: 'end',
    },
    {
      key: 'after',
      header: words.after,
      cell: ({ score_after }) => <strong>{score_after ?? words.none}</strong>,
      sortBy: ({ score_after }) => score_after,
      align: 'end',
    },
    { key: 'verdict', header: words.verdict, cell: (change) => <Verdict {...change} /> },
  ];
}

function Preview({ changes, now_passing, now_failing }: Differences) {
  const words = useRegradeWords();
  const columns = useColumns();
  if (changes.length === 0) return <Text>{words.nobody}</Text>;
  return (
    <>
      <Group gap="xs" role="status">
        <Text fw={600}>{words.changes(changes.length)}</Text>
        {now_passing > 0 && <StatusBadge tone="ok">{words.nowPassing(now_passing)}</StatusBadge>}
        {now_failing > 0 && <StatusBadge tone="bad">{words.nowFailing(now_failing)}</StatusBadge>}
      </Group>
      <div className={styles.changes}>
        <DataTable
          label={words.title}
          rows={changes.toSorted((a, b) => Number(isFlip(b)) - Number(isFlip(a)))}
          rowKey={({ enrollment_id }) => enrollment_id}
          columns={columns}
        />
      </div>
    </>
  );
}

type Props = { exam_id: number; regrade: Regrade; close: () => void; onApplied: () => void };

/** Who gets another score by other keys or points, before they are applied. */
export function RegradeDialog({ exam_id, regrade, close, onApplied }: Props) {
  const words = useRegradeWords();
  const { actions } = useCoreWords();
  const preview = useQuery(regradePreviewQuery(exam_id, regrade));
  const apply = useRegrade(exam_id);
  const go = () =>
    apply.mutate(regrade, {
      onSuccess: ({ changes }) => {
        doneToast(words.applied(changes.length));
        onApplied();
        close();
      },
    });
  return (
    <Modal
      opened
      onClose={close}
      title={words.title}
      size="lg"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {words.lead(regrade.questions.length)}
        </Text>
        <QueryView query={preview}>{(found) => <Preview {...found} />}</QueryView>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button loading={apply.isPending} disabled={!preview.isSuccess} onClick={go} data-autofocus>
            {words.apply}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
