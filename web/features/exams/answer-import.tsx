import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ImportDialog } from '../../ui/import-dialog.tsx';
import { FilterChoice } from '../../ui/paged-table.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { undoToast } from '../../ui/toast.tsx';
import { type GridPreview, previewGrid, useImportGrid, useUndoGrid } from './answer-import.queries.ts';
import { useAnswerImportWords } from './answer-import.words.ts';

const MAX_BYTES = 2 * 1024 * 1024;
type Line = GridPreview['lines'][number];
type Cells = GridPreview['cells'];

function Outcome({ line }: { line: Line }) {
  const words = useAnswerImportWords();
  if (line.fault)
    return (
      <StatusBadge tone="bad">
        {words.faults[line.fault]}
        {line.fault === 'bad_cell' && ` (${line.cell})`}
      </StatusBadge>
    );
  if (line.outcome === 'absent') return <StatusBadge tone="idle">{words.absent}</StatusBadge>;
  return line.replaces ? (
    <StatusBadge tone="warn">{words.replaces}</StatusBadge>
  ) : (
    <StatusBadge tone="ok">{words.ready}</StatusBadge>
  );
}

function useColumns(): Column<Line>[] {
  const words = useAnswerImportWords();
  const isRead = ({ outcome }: Line) => outcome === 'ready';
  return [
    { key: 'row', header: words.columns.row, cell: ({ row }) => row, width: '4rem' },
    { key: 'student', header: words.columns.student, cell: (line) => line.student_name ?? line.told },
    {
      key: 'right',
      header: words.columns.right,
      cell: (line) => (isRead(line) ? line.right : '–'),
      align: 'end',
      width: '5rem',
    },
    {
      key: 'blank',
      header: words.columns.blank,
      cell: (line) => (isRead(line) ? line.blank : '–'),
      align: 'end',
      width: '6rem',
    },
    { key: 'outcome', header: words.columns.outcome, cell: (line) => <Outcome line={line} /> },
  ];
}

/** Faults stand first: they are what a person must look at. */
const byNeed = (lines: readonly Line[]) =>
  lines.toSorted((a, b) => Number(b.outcome === 'fault') - Number(a.outcome === 'fault') || a.row - b.row);

type PreviewProps = { preview: GridPreview; chooseCells: (cells: Cells) => void };

function Preview({ preview, chooseCells }: PreviewProps) {
  const words = useAnswerImportWords();
  const columns = useColumns();
  if (preview.obstacle)
    return <Alert color="gardenia">{words.obstacles[preview.obstacle](preview.questions)}</Alert>;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Text size="sm">{words.cells}</Text>
        <FilterChoice
          label={words.cells}
          value={preview.cells}
          choose={chooseCells}
          choices={(['marks', 'answers'] as const).map((value) => ({ value, label: words.cellKinds[value] }))}
        />
      </Group>
      <DataTable
        label={words.title}
        rows={byNeed(preview.lines)}
        rowKey={({ row }) => row}
        columns={columns}
      />
    </Stack>
  );
}

function Paste({ look }: { look: (file: File) => void }) {
  const words = useAnswerImportWords();
  const [text, setText] = useState('');
  return (
    <Stack gap="xs">
      <Textarea
        label={words.paste}
        description={words.pasteHint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={4}
        autosize
        maxRows={8}
      />
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={text.trim() === ''}
          onClick={() => look(new File([text], 'pasted.csv', { type: 'text/csv' }))}
        >
          {words.look}
        </Button>
      </Group>
    </Stack>
  );
}

/** A table of answers, or of right and wrong: looked at line by line, taken in as a whole, and undone as a whole. */
export function AnswerImport({ exam_id, close }: { exam_id: number; close: () => void }) {
  const words = useAnswerImportWords();
  const [file, setFile] = useState<File>();
  const read = useMutation({
    mutationFn: (asked: { file: File; cells?: Cells }) => previewGrid(exam_id, asked),
    meta: { quiet: true },
  });
  const take = useImportGrid(exam_id);
  const undo = useUndoGrid();
  const look = (chosen: File) => {
    setFile(chosen);
    take.reset();
    read.mutate({ file: chosen });
  };
  const preview = read.data;
  const faults = preview?.lines.filter(({ outcome }) => outcome === 'fault').length ?? 0;
  const text = preview && (preview.ready === 0 ? words.nobody : words.found(preview.ready, faults));
  const use = () => {
    if (!file || !preview) return;
    const { cells, ready } = preview;
    take.mutate(
      { file, cells, ready },
      {
        onSuccess: ({ id, line_count, undo_until }) => {
          close();
          const message = words.done(line_count);
          undoToast({ message, until: undo_until, undo: () => undo.mutateAsync(id) });
        },
      },
    );
  };
  return (
    <ImportDialog
      title={words.title}
      drop={{
        label: words.label,
        hint: words.hint,
        accept: '.csv,.txt,.tsv,.xlsx',
        maxBytes: MAX_BYTES,
        below: <Paste look={look} />,
      }}
      onFile={look}
      isReading={read.isPending && !preview}
      error={read.error ?? take.error}
      found={
        preview && {
          text: text ?? '',
          shown: <Preview preview={preview} chooseCells={(cells) => file && read.mutate({ file, cells })} />,
        }
      }
      again={{ text: words.another, press: () => read.reset() }}
      use={{
        text: words.use(preview?.ready ?? 0),
        press: use,
        isDisabled: !preview?.ready,
        isPending: take.isPending,
      }}
      close={close}
    />
  );
}
