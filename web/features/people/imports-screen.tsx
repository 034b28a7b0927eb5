import { Alert, Paper, Title } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { IMPORT_MAX_BYTES } from '@seodang/contract/import.ts';
import { IconFileAlert, IconTableImport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { sentenceOf } from '../../lib/problem.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Busy } from './busy.tsx';
import { useImportWords } from './import-words.ts';
import { type ImportSummary, importsQuery, uploadList } from './imports.queries.ts';
import { stateTones } from './state-tones.ts';
import { usePeopleWords } from './words.ts';

function Unreadable({ error }: { error: unknown }) {
  const { unreadable } = useImportWords();
  if (!error) return null;
  const reason = error instanceof ApiProblem ? String(error.problem.reason ?? '') : '';
  return (
    <Alert
      color="cinnabar"
      role="alert"
      icon={<IconFileAlert size={18} aria-hidden />}
      title={sentenceOf(error)}
    >
      {unreadable[reason]}
    </Alert>
  );
}

function useColumns(): Column<ImportSummary>[] {
  const { columns, result, status } = useImportWords();
  const dates = useDates();
  return [
    { key: 'file', header: columns.file, cell: ({ file_name }) => file_name },
    { key: 'counts', header: columns.counts, cell: ({ counts }) => result(counts.create, counts.change) },
    {
      key: 'status',
      header: columns.status,
      cell: (batch) => <StatusBadge tone={stateTones[batch.status]}>{status[batch.status]}</StatusBadge>,
    },
    {
      key: 'when',
      header: columns.when,
      cell: (batch) => dates.dateTime(batch.committed_at ?? batch.created_at),
    },
    { key: 'who', header: columns.who, cell: ({ created_by }) => created_by },
  ];
}

function History() {
  const words = useImportWords();
  const [page, setPage] = useState(1);
  const imports = useQuery(importsQuery(page));
  const columns = useColumns();
  return (
    <section aria-label={words.history}>
      <Title order={2} size="h3" mb="sm">
        {words.history}
      </Title>
      <QueryView
        query={imports}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconTableImport} title={words.noHistory} />
          </Paper>
        }
      >
        {({ results, count }) => (
          <DataTable
            label={words.history}
            rows={results}
            rowKey={({ id }) => id}
            columns={columns}
            link={({ id }) => ({ to: '/admin/imports/$id', params: { id: String(id) } })}
            pager={{ page, page_size: 20, count, onPage: setPage }}
          />
        )}
      </QueryView>
    </section>
  );
}

/** Where a class list is dropped, and what was imported before. */
export function ImportsScreen() {
  const words = useImportWords();
  const people = usePeopleWords();
  const navigate = useNavigate();
  const upload = useMutation({
    mutationFn: uploadList,
    meta: { quiet: true },
    onSuccess: ({ id }) => navigate({ to: '/admin/imports/$id', params: { id: String(id) } }),
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      back={{ label: people.students, link: { to: '/staff/students' } }}
    >
      <Unreadable error={upload.error} />
      {upload.isPending ? (
        <Busy label={words.reading} />
      ) : (
        <FileDrop
          label={words.drop}
          accept=".xlsx,.csv,.txt,.tsv,.xls"
          maxBytes={IMPORT_MAX_BYTES}
          hint={words.accepts}
          onFiles={([file]) => file && upload.mutate(file)}
        />
      )}
      <History />
    </Page>
  );
}
