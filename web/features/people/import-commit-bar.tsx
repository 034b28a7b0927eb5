import { Button, NativeSelect, Paper, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { codeOf } from '../../lib/problem.ts';
import { doneToast, problemToast } from '../../ui/toast.tsx';
import styles from './import.module.css';
import { useImportWords } from './import-words.ts';
import { commitImport, type ImportBatch, importQuery } from './imports.queries.ts';
import { lectureChoicesQuery } from './people.queries.ts';

/** Writes what the preview shows; a preview that is no longer true is shown anew instead. */
export function CommitBar({ batch }: { batch: ImportBatch }) {
  const words = useImportWords();
  const queries = useQueryClient();
  const [lecture, setLecture] = useState('');
  const lectures = useQuery(lectureChoicesQuery).data?.results ?? [];
  const { create, change, same, error, suspect } = batch.counts;
  const people = create + change + (lecture ? same : 0);
  const commit = useMutation({
    mutationFn: () => commitImport(batch.id, batch.version, Number(lecture) || undefined),
    meta: { quiet: true },
    onSuccess: (after) => {
      queries.setQueryData(importQuery(batch.id).queryKey, after);
      doneToast(words.committed(create, change));
      void queries.invalidateQueries({ queryKey: ['students'] });
    },
    onError: (problem) => {
      problemToast(problem);
      if (codeOf(problem) === 'import_outdated')
        void queries.invalidateQueries({ queryKey: ['imports', batch.id] });
    },
  });
  return (
    <Paper className={styles.bar ?? ''} shadow="md">
      <NativeSelect
        label={words.lecture}
        value={lecture}
        onChange={(event) => setLecture(event.currentTarget.value)}
        data={[
          { value: '', label: words.noLecture },
          ...lectures.map(({ id, title }) => ({ value: String(id), label: title })),
        ]}
      />
      <div>
        {error + suspect > 0 && (
          <Text size="sm" c="dimmed" mb={6}>
            {words.staysOut(error, suspect)}
          </Text>
        )}
        <Button
          fullWidth
          leftSection={<IconCheck size={17} aria-hidden />}
          disabled={people === 0}
          loading={commit.isPending}
          onClick={() => commit.mutate()}
        >
          {people === 0 ? words.nothingToDo : words.commit(people)}
        </Button>
      </div>
    </Paper>
  );
}
