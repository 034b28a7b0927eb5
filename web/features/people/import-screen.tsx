import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { problemToast } from '../../ui/toast.tsx';
import { ImportColumns } from './import-columns.tsx';
import { CommitBar } from './import-commit-bar.tsx';
import { ImportLines } from './import-lines.tsx';
import { ImportResult } from './import-result.tsx';
import { useImportWords } from './import-words.ts';
import { type Correction, correctImport, type ImportBatch, importQuery } from './imports.queries.ts';

function Preview({ batch }: { batch: ImportBatch }) {
  const queries = useQueryClient();
  const correct = (correction: Correction) =>
    void correctImport(batch.id, correction).then(
      (after) => queries.setQueryData(importQuery(batch.id).queryKey, after),
      problemToast,
    );
  return (
    <>
      <ImportColumns key={batch.sheet} batch={batch} correct={correct} />
      <ImportLines batch={batch} correct={correct} />
      <CommitBar batch={batch} />
    </>
  );
}

function Done({ batch }: { batch: ImportBatch }) {
  const { suspect, skip, error } = batch.counts;
  return (
    <>
      <ImportResult batch={batch} />
      {suspect + skip + error > 0 && <ImportLines batch={batch} />}
    </>
  );
}

/** One import: what it would do, then what it did, and the way back. */
export function ImportScreen({ id }: { id: number }) {
  const words = useImportWords();
  const batch = useQuery(importQuery(id));
  return (
    <Page
      title={words.title}
      lead={batch.data?.file_name}
      back={{ label: words.history, link: { to: '/admin/imports' } }}
    >
      <QueryView query={batch}>
        {(data) => (data.status === 'preview' ? <Preview batch={data} /> : <Done batch={data} />)}
      </QueryView>
    </Page>
  );
}
