import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { SCAN_FILE_MAX_BYTES } from '@seodang/contract/scans.ts';
import { IconCamera, IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { questionsQuery, sheetQuery } from '../exams/questions.queries.ts';
import { useCameraWords } from './camera.words.ts';
import { useScanUpload } from './scan-upload.ts';
import styles from './scans.module.css';
import { doubtsQuery, type Scan, scansQuery } from './scans.queries.ts';
import { useScanWords } from './words.ts';

function Upload({ exam_id }: { exam_id: number }) {
  const words = useScanWords();
  const navigate = useNavigate();
  const { upload, sent } = useScanUpload(exam_id);
  const send = (files: File[]) =>
    upload.mutate(files, {
      onSuccess: ({ id }) =>
        void navigate({
          to: '/staff/exams/$id/scans/$scan',
          params: { id: String(exam_id), scan: String(id) },
        }),
    });
  if (upload.isPending)
    return (
      <Paper p="lg">
        <ProgressBar label={words.uploading} done={sent} />
      </Paper>
    );
  return (
    <Stack gap="xs">
      <FileDrop
        label={words.drop}
        accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp"
        maxBytes={SCAN_FILE_MAX_BYTES}
        multiple
        hint={words.dropHint}
        onFiles={send}
      />
      <ProblemAlert error={upload.error} />
    </Stack>
  );
}

function CameraLink({ exam_id }: { exam_id: number }) {
  const words = useCameraWords();
  return (
    <Button
      variant="default"
      leftSection={<IconCamera size={18} aria-hidden />}
      renderRoot={(props) => (
        <Link to="/staff/exams/$id/scans/camera" params={{ id: String(exam_id) }} {...props} />
      )}
    >
      {words.open}
    </Button>
  );
}

/** How a scan stands: still being read, what waits for a person, or done. */
export function ScanState({ scan }: { scan: Scan }) {
  const words = useScanWords();
  if (scan.status === 'failed') return <StatusBadge tone="bad">{words.failed}</StatusBadge>;
  if (scan.status === 'reading')
    return (
      <StatusBadge tone="busy">
        {scan.stage ? `${words.reading} ${words.readOf(scan.stage)}` : words.reading}
      </StatusBadge>
    );
  if (scan.waiting + scan.to_check === 0) return <StatusBadge tone="ok">{words.done}</StatusBadge>;
  return (
    <Group gap={6}>
      {scan.waiting > 0 && <StatusBadge tone="warn">{words.waitingPages(scan.waiting)}</StatusBadge>}
      {scan.to_check > 0 && <StatusBadge tone="warn">{words.answersToCheck(scan.to_check)}</StatusBadge>}
    </Group>
  );
}

function ScanRow({ scan }: { scan: Scan }) {
  const words = useScanWords();
  const dates = useDates();
  const params = { id: String(scan.exam_id), scan: String(scan.id) };
  return (
    <li className={styles.scan}>
      <Anchor
        fw={600}
        renderRoot={(props) => <Link to="/staff/exams/$id/scans/$scan" params={params} {...props} />}
      >
        {words.scanAt(dates.dateTime(scan.created_at))}
      </Anchor>
      <Text size="sm" c="dimmed">
        {scan.page_count !== null && words.pageCount(scan.page_count)}
      </Text>
      <ScanState scan={scan} />
    </li>
  );
}

/** The way to the answers of an exam that wait for a person; nothing where none does. */
export function ReviewLink({ exam_id, count }: { exam_id: number; count: number }) {
  const words = useScanWords();
  if (count === 0) return null;
  return (
    <Button
      leftSection={<IconListCheck size={18} aria-hidden />}
      renderRoot={(props) => (
        <Link to="/staff/exams/$id/review" params={{ id: String(exam_id) }} {...props} />
      )}
    >
      {words.startReview(count)}
    </Button>
  );
}

/** Scans of a whole class: a place to drop one, those that were read, and what waits for a person. */
export function ScansPanel({ exam_id }: { exam_id: number }) {
  const words = useScanWords();
  const scans = useQuery(scansQuery(exam_id));
  const doubts = useQuery(doubtsQuery(exam_id)).data?.count ?? 0;
  const isForeign = useQuery(sheetQuery(exam_id)).data?.is_foreign ?? false;
  const hasQuestions = (useQuery(questionsQuery(exam_id)).data?.questions.length ?? 1) > 0;
  return (
    <Stack gap="lg" maw="52rem">
      {hasQuestions ? (
        <Stack gap="sm" align="stretch">
          <Upload exam_id={exam_id} />
          {isForeign ? null : (
            <Group justify="flex-end">
              <CameraLink exam_id={exam_id} />
            </Group>
          )}
        </Stack>
      ) : (
        <Alert color="gardenia" title={words.noQuestions}>
          <Anchor
            renderRoot={(props) => <Link to="/staff/exams/$id" params={{ id: String(exam_id) }} {...props} />}
          >
            {words.toQuestions}
          </Anchor>
        </Alert>
      )}
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2} size="h4">
            {words.earlier}
          </Title>
          <Text size="sm" c="dimmed">
            {words.lead}
          </Text>
        </div>
        <ReviewLink exam_id={exam_id} count={doubts} />
      </Group>
      <QueryView
        query={scans}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        }
      >
        {({ results }) => (
          <ul className={styles.scans}>
            {results.map((scan) => (
              <ScanRow key={scan.id} scan={scan} />
            ))}
          </ul>
        )}
      </QueryView>
    </Stack>
  );
}
