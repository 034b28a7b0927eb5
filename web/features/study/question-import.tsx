import { Alert, Box, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import styles from './bank.module.css';
import { type Import, useImport } from './bank.queries.ts';
import { useBankWords } from './bank.words.ts';
import { RichText } from './rich-text.tsx';
import { useSkippedWords } from './skipped.words.ts';
import { useWhyUnreadable } from './unreadable.words.ts';

type Found = Import['questions'][number];
const MOST_SKIPPED = 500;
const MAX_BYTES = 50 * 1024 * 1024;

function Skipped({ skipped }: Pick<Import, 'skipped'>) {
  const words = useBankWords();
  const { why } = useSkippedWords();
  if (skipped.length === 0) return null;
  return (
    <Alert color="gardenia" title={words.importSkipped(skipped.length)} py="xs">
      <Box
        component="section"
        className={styles.skipped}
        tabIndex={0}
        aria-label={words.importSkipped(skipped.length)}
      >
        <List size="sm">
          {skipped.slice(0, MOST_SKIPPED).map(({ row, message }) => (
            <List.Item key={`${row} ${message}`}>
              {/* Of a package the file says more than its place. */}
              {message.includes('.xml: ') ? '' : `${words.row(row)} `}
              <Text span size="xs" c="dimmed">
                {why(message)}
              </Text>
            </List.Item>
          ))}
          {skipped.length > MOST_SKIPPED && (
            <List.Item>{words.importMore(skipped.length - MOST_SKIPPED)}</List.Item>
          )}
        </List>
      </Box>
    </Alert>
  );
}

function useColumns(): Column<Found>[] {
  const { columns, kinds, key } = useBankWords();
  return [
    { key: 'body', header: columns.body, cell: ({ body }) => <RichText>{body}</RichText> },
    { key: 'key', header: key, cell: ({ keys }) => keys.map((one) => one.join(', ')).join(' | ') },
    { key: 'subject', header: columns.subject, cell: ({ subject }) => subject || '–' },
    { key: 'kind', header: columns.kind, cell: ({ kind }) => kinds[kind] },
  ];
}

/** A file of questions: what it would add, what is skipped and why; then it is added. */
export function QuestionImport({ topic_id, close }: { topic_id: number; close: () => void }) {
  const words = useBankWords();
  const { actions } = useCoreWords();
  const [file, setFile] = useState<File>();
  const read = useImport(topic_id);
  const columns = useColumns();
  const whyUnreadable = useWhyUnreadable();
  const look = (chosen: File) => {
    setFile(chosen);
    read.mutate({ file: chosen, commit: false });
  };
  const use = async () => {
    if (!file) return;
    const { created } = await read.mutateAsync({ file, commit: true });
    doneToast(words.importDone(created));
    close();
  };
  const found = read.data;
  return (
    <Modal
      opened
      onClose={close}
      title={words.importTitle}
      size="60rem"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        {!found && (
          <FileDrop
            label={words.importLabel}
            accept=".csv,.txt,.tsv,.xlsx,.zip,.apkg,.colpkg"
            maxBytes={MAX_BYTES}
            hint={words.importHint}
            onFiles={([chosen]) => chosen && look(chosen)}
          />
        )}
        {read.isPending && !found && <SkeletonRows rows={4} />}
        <ProblemAlert error={read.error} say={whyUnreadable(read.error)} />
        {found && (
          <>
            <Text fw={600} role="status">
              {words.importFound(found.questions.length)}
            </Text>
            <Skipped skipped={found.skipped} />
            {found.questions.length > 0 && (
              <DataTable
                label={words.importTitle}
                rows={found.questions}
                rowKey={({ row, body }) => `${row} ${body}`}
                columns={columns}
              />
            )}
            {found.questions.length > 0 && (
              <Text size="sm" c="dimmed">
                {words.importNow}
              </Text>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => read.reset()}>
                {words.another}
              </Button>
              <Button
                disabled={found.questions.length === 0}
                loading={read.isPending}
                onClick={() => void use().catch(() => undefined)}
              >
                {words.importUse(found.questions.length)}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
