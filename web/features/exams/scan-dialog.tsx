import { Modal, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { resultsQuery } from '../results/results.queries.ts';
import { rosterOf } from './roster.ts';
import { useUploadScan } from './submissions.queries.ts';
import { useSubmissionWords } from './submissions.words.ts';

/** Uploads the scan of one student's sheet; a runner reads it. */
export function ScanDialog({ exam_id, close }: { exam_id: number; close: () => void }) {
  const words = useSubmissionWords();
  const { actions } = useCoreWords();
  const results = useQuery(resultsQuery(exam_id)).data;
  const seats = rosterOf(results);
  const [student, choose] = useState('');
  const upload = useUploadScan();
  const send = (file: File | undefined) => {
    const seat = seats.find(({ enrollment_id }) => String(enrollment_id) === student);
    if (!file || !seat) return;
    upload.mutate(
      { exam_id, enrollment_id: seat.enrollment_id, file },
      {
        onSuccess: () => {
          doneToast(words.scanned(seat.student_name));
          choose('');
        },
      },
    );
  };
  return (
    <Modal opened onClose={close} title={words.scan} closeButtonProps={{ 'aria-label': actions.close }}>
      <Stack gap="md">
        <NativeSelect
          label={words.student}
          value={student}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: '', label: words.choose },
            ...seats.map((seat) => ({ value: String(seat.enrollment_id), label: seat.student_name })),
          ]}
          data-autofocus
        />
        {student !== '' && !upload.isPending && (
          <FileDrop
            label={words.scanFile}
            accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff"
            maxBytes={50 * 1024 * 1024}
            hint={words.scanLead}
            onFiles={([file]) => send(file)}
          />
        )}
        {upload.isPending && <SkeletonRows rows={3} />}
        <ProblemAlert error={upload.error} />
      </Stack>
    </Modal>
  );
}
