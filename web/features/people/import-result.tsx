import { Alert, Button, Group, List, Paper, Text, Title } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconKey,
  IconUsers,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { useImportWords } from './import-words.ts';
import { type ImportBatch, importQuery, redoImport, undoImport } from './imports.queries.ts';
import { stateTones } from './state-tones.ts';

type Conflict = { student_id: number; name: string; what: string };

/** Who stands in the way of undoing, and why. */
function Conflicts({ error }: { error: unknown }) {
  const words = useImportWords();
  const problem = error instanceof ApiProblem && error.code === 'undo_conflict' ? error.problem : undefined;
  if (!problem) return <ProblemAlert error={error} />;
  const conflicts = (problem.conflicts ?? []) as Conflict[];
  const rest = Number(problem.count ?? 0) - conflicts.length;
  return (
    <Alert
      color="cinnabar"
      role="alert"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={words.conflictTitle}
    >
      <List size="sm">
        {conflicts.map(({ student_id, name, what }) => (
          <List.Item key={`${student_id} ${what}`}>
            {name}: {words.conflicts[what] ?? what}
          </List.Item>
        ))}
        {rest > 0 && <List.Item>{words.more(rest)}</List.Item>}
      </List>
    </Alert>
  );
}

function useTurn(batch: ImportBatch) {
  const words = useImportWords();
  const queries = useQueryClient();
  const isUndo = batch.status === 'committed';
  return useMutation({
    mutationFn: () => (isUndo ? undoImport(batch.id) : redoImport(batch.id)),
    meta: { quiet: true },
    onSuccess: (after) => {
      queries.setQueryData(importQuery(batch.id).queryKey, after);
      doneToast(isUndo ? words.undone : words.redone);
      void queries.invalidateQueries({ queryKey: ['students'] });
    },
  });
}

function TurnButton({ batch, turn }: { batch: ImportBatch; turn: ReturnType<typeof useTurn> }) {
  const words = useImportWords();
  const isUndo = batch.status === 'committed';
  const Sign = isUndo ? IconArrowBackUp : IconArrowForwardUp;
  return (
    <Button
      variant={isUndo ? 'default' : 'filled'}
      leftSection={<Sign size={17} aria-hidden />}
      loading={turn.isPending}
      onClick={() => turn.mutate()}
    >
      {isUndo ? words.undo : words.redo}
    </Button>
  );
}

/** What the import did, and the way back and forth. */
export function ImportResult({ batch }: { batch: ImportBatch }) {
  const words = useImportWords();
  const dates = useDates();
  const turn = useTurn(batch);
  const isThere = batch.status === 'committed';
  return (
    <Paper p="lg" component="section" aria-label={words.columns.counts}>
      <Conflicts error={turn.error} />
      <Group gap="sm" mt={turn.error ? 'md' : 0}>
        <StatusBadge tone={stateTones[batch.status]}>{words.status[batch.status]}</StatusBadge>
        <Title order={2} size="h3">
          {words.result(batch.counts.create, batch.counts.change)}
        </Title>
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {batch.committed_at && words.committedOn(dates.dateTime(batch.committed_at), batch.created_by)}
      </Text>
      {!isThere && (
        <Text size="sm" mt="sm">
          {words.undoneHint}
        </Text>
      )}
      <Group mt="md" gap="xs">
        <TurnButton batch={batch} turn={turn} />
        {isThere && (
          <>
            <Button
              variant="default"
              leftSection={<IconKey size={17} aria-hidden />}
              renderRoot={(props) => <Link to="/admin/accounts" {...props} />}
            >
              {words.handOut}
            </Button>
            <Button
              leftSection={<IconUsers size={17} aria-hidden />}
              renderRoot={(props) => <Link to="/staff/students" {...props} />}
            >
              {words.seeStudents}
            </Button>
          </>
        )}
      </Group>
    </Paper>
  );
}
