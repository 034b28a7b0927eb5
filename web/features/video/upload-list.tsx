import { Alert, Button, Group, Paper, Stack } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { spanOf } from '../../lib/dates.ts';
import { formatBytes } from '../../lib/numbers.ts';
import { sentenceOfCode } from '../../lib/problem.ts';
import { useStore } from '../../lib/store.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { problemToast } from '../../ui/toast.tsx';
import { type ManageWords, reasonOf, useManageWords } from './manage.words.ts';
import { dismissUpload, type UploadEntry, uploads } from './uploads.ts';

/** What is on its way into a class session, with how far, how fast, and why it waits. */
export function UploadList({ session }: { session: number }) {
  const words = useManageWords();
  const here = useStore(uploads).filter((entry) => entry.session === session);
  if (here.length === 0) return null;
  return (
    <Stack component="ul" gap="sm" p={0} m={0} aria-label={words.upload.list}>
      {here.map((entry) => (
        <Paper component="li" key={entry.key} p="sm" style={{ listStyle: 'none' }}>
          <UploadLine entry={entry} />
        </Paper>
      ))}
    </Stack>
  );
}

function UploadLine({ entry }: { entry: UploadEntry }) {
  const words = useManageWords();
  const { view, name, upload } = entry;
  const refusal = refusalOf(words, entry);
  if (refusal) return <Refused entry={entry} why={refusal} />;
  return (
    <Stack gap="xs">
      <ProgressBar
        label={name}
        done={view.phase === 'preparing' ? undefined : view.sent_bytes / Math.max(1, view.total_bytes)}
        detail={detailOf(words, view)}
      />
      <Group justify="space-between" gap="xs">
        <span role="status">{view.trouble ? sentenceOfCode(view.trouble) : words.upload[view.phase]}</span>
        <Group gap="xs">
          {view.phase === 'paused' && (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              onClick={() => upload.start()}
            >
              {words.upload.goOn}
            </Button>
          )}
          {['sending', 'waiting'].includes(view.phase) && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerPause size={15} aria-hidden />}
              onClick={() => upload.pause()}
            >
              {words.upload.pause}
            </Button>
          )}
          {view.phase !== 'checking' && (
            <Button size="xs" variant="default" onClick={() => void cancel(words, entry)}>
              {words.upload.cancel}
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
}

function Refused({ entry, why }: { entry: UploadEntry; why: string }) {
  const words = useManageWords();
  const canGoOn = entry.view.phase === 'failed';
  return (
    <Alert
      color="cinnabar"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={`${entry.name} · ${canGoOn ? words.upload.failed : words.upload.refused}`}
    >
      <Group justify="space-between" gap="xs">
        <span>{why}</span>
        <Group gap="xs">
          {canGoOn && (
            <Button size="xs" variant="default" onClick={() => entry.upload.start()}>
              {words.retry}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size={15} aria-hidden />}
            onClick={() => dismissUpload(entry.key)}
          >
            {words.upload.close}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

function refusalOf(words: ManageWords, { view }: UploadEntry): string | undefined {
  if (view.video?.status === 'FAILED') return reasonOf(words, view.video.error_reason);
  if (view.phase !== 'failed') return undefined;
  const trouble = view.trouble ?? 'internal';
  return words.reasons[trouble] ?? sentenceOfCode(trouble);
}

function detailOf(words: ManageWords, view: UploadEntry['view']): string {
  return [
    words.upload.sent(formatBytes(view.sent_bytes), formatBytes(view.total_bytes)),
    view.bytes_per_second && `${formatBytes(view.bytes_per_second)}/s`,
    view.seconds_left !== undefined && words.upload.left(spanOf(view.seconds_left)),
  ]
    .filter(Boolean)
    .join(' · ');
}

async function cancel(words: ManageWords, { name, upload }: UploadEntry): Promise<void> {
  const sure = await confirmLoss({
    title: words.upload.cancelTitle,
    loses: words.upload.cancelLoses(name),
    action: words.upload.cancel,
  });
  if (sure) await upload.cancel().catch(problemToast);
}
