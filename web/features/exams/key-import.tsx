import { Alert, List } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ImportDialog } from '../../ui/import-dialog.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type KeyPreview, readKeyFile } from './questions.queries.ts';
import { type Draft, draftOf, inputOf, type QuestionInput } from './questions.rules.ts';
import { useQuestionWords } from './questions.words.ts';

type Props = {
  exam_id: number;
  drafts: readonly Draft[];
  edit: (change: (drafts: readonly Draft[]) => readonly Draft[]) => void;
  close: () => void;
};

const keyText = (keys: readonly string[] = []) => keys.join(' | ');

function useColumns(drafts: readonly Draft[]): Column<QuestionInput>[] {
  const words = useQuestionWords();
  const before = new Map(drafts.map((draft) => [Number(draft.number), inputOf(draft)]));
  const kindOf = ({ kind = 'single', choices = 5, digits = 3 }: QuestionInput) =>
    ({ single: words.single(choices), multiple: words.multiple(choices), short: words.short })[
      kind as 'single'
    ] ?? words.numeric(digits);
  const wasOf = ({ number, keys, points }: QuestionInput) => {
    const was = before.get(number);
    if (!was) return words.fresh;
    const isSame = keyText(was.keys) === keyText(keys) && was.points === points;
    return isSame ? '' : words.was(`${keyText(was.keys) || words.noKey} · ${was.points}`);
  };
  return [
    { key: 'number', header: words.columns.number, cell: ({ number }) => number },
    { key: 'kind', header: words.columns.kind, cell: kindOf },
    { key: 'key', header: words.columns.key, cell: ({ keys }) => keyText(keys) || words.noKey },
    { key: 'points', header: words.columns.points, cell: ({ points = 1 }) => points, align: 'end' },
    { key: 'was', header: '', cell: wasOf },
  ];
}

const shownFaults = 5;

function Faults({ faults }: Pick<KeyPreview, 'faults'>) {
  const words = useQuestionWords();
  if (faults.length === 0) return null;
  return (
    <Alert color="gardenia" title={words.importFaults(faults.length)} py="xs">
      <List size="sm">
        {faults.slice(0, shownFaults).map(({ row, field }) => (
          <List.Item key={row}>{words.importFault(row, field)}</List.Item>
        ))}
        {faults.length > shownFaults && (
          <List.Item>{words.importMore(faults.length - shownFaults)}</List.Item>
        )}
      </List>
    </Alert>
  );
}

/** Reads a file of keys and shows what it would make of the questions; saving is still to do. */
export function KeyImport({ exam_id, drafts, edit, close }: Props) {
  const words = useQuestionWords();
  const read = useMutation({ mutationFn: (file: File) => readKeyFile(exam_id, file), meta: { quiet: true } });
  const columns = useColumns(drafts);
  const found = read.data?.questions ?? [];
  const use = () => {
    edit(() => found.map(draftOf));
    doneToast(words.importUsed);
    close();
  };
  const shown = read.data && (
    <>
      <Faults faults={read.data.faults} />
      {found.length > 0 && (
        <DataTable label={words.import} rows={found} rowKey={({ number }) => number} columns={columns} />
      )}
    </>
  );
  const text = found.length === 0 ? words.importNone : words.importFound(found.length);
  return (
    <ImportDialog
      title={words.import}
      drop={{
        label: words.importLabel,
        hint: words.importHint,
        accept: '.csv,.txt,.tsv,.xlsx,.xls',
        maxBytes: 1024 * 1024,
      }}
      onFile={(file) => read.mutate(file)}
      isReading={read.isPending}
      error={read.error}
      found={read.data && { text, shown }}
      again={{ text: words.another, press: () => read.reset() }}
      use={{ text: words.importUse(found.length), press: use, isDisabled: found.length === 0 }}
      close={close}
    />
  );
}
