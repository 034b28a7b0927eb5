import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Flash } from '../../ui/flash.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { retryVideoMutation, type StaffVideo } from './manage.queries.ts';
import { type ManageWords, reasonOf, useManageWords } from './manage.words.ts';

const tones: Record<StaffVideo['status'], Tone> = {
  PENDING: 'idle',
  UPLOADED: 'idle',
  PROCESSING: 'busy',
  READY: 'ok',
  FAILED: 'bad',
};

type Shown = Pick<StaffVideo, 'id' | 'status' | 'error_reason' | 'output_is_whole' | 'source_type'> &
  Partial<Pick<StaffVideo, 'processing'>>;

/** The demo's videos are drawn here; nobody uploads them. */
export const isBeingDrawn = ({ status, source_type }: Pick<Shown, 'status' | 'source_type'>) =>
  status === 'PENDING' && source_type === 'unknown';

/** Where a video is in its life, in colour, icon and words. */
export function VideoStatus({ video }: { video: Shown }) {
  const words = useManageWords();
  const isEarly = video.status === 'READY' && !video.output_is_whole;
  const text = isEarly ? words.firstReady : words.statuses[video.status];
  return (
    <Flash value={video.status}>
      <StatusBadge tone={tones[video.status]}>{isBeingDrawn(video) ? words.drawing : text}</StatusBadge>
    </Flash>
  );
}

/** How far the processing is, what it waits for, or why it failed and what to do. */
export function VideoProcess({ video }: { video: Shown }) {
  const words = useManageWords();
  if (video.status === 'FAILED') return <Failure video={video} />;
  if (video.status === 'PENDING') {
    return (
      <Text size="sm" c="dimmed">
        {isBeingDrawn(video) ? words.drawingHint : words.pendingHint}
      </Text>
    );
  }
  if (!video.processing) return null;
  const { processing } = video;
  if (processing.waiting) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {processing.failures > 0 ? words.waitingRetry(processing.failures) : words.waitingRunner}
      </Text>
    );
  }
  return (
    <ProgressBar
      label={stageOf(words, processing)}
      done={processing.progress}
      detail={attemptOf(words, processing)}
    />
  );
}

type Processing = NonNullable<StaffVideo['processing']>;
const stageOf = (words: ManageWords, { stage }: Processing) =>
  words.stages[stage ?? 'starting'] ?? words.statuses.PROCESSING;
const attemptOf = (words: ManageWords, { attempt }: Processing) =>
  attempt > 1 ? `${words.attempt(attempt)} ·` : undefined;

function Failure({ video }: { video: Shown }) {
  const words = useManageWords();
  const retry = useMutation(retryVideoMutation(useQueryClient(), video.id));
  const again = () => retry.mutate(undefined, { onSuccess: () => doneToast(words.retried) });
  const isHopeless = video.error_reason.startsWith('source_') && video.error_reason !== 'source_unavailable';
  const failures = video.processing?.failures ?? 0;
  return (
    <Alert color="cinnabar" icon={<IconAlertTriangle size={18} aria-hidden />} p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {reasonOf(words, video.error_reason)} {failures > 1 && words.failedTimes(failures)}
        </Text>
        {!(isHopeless && !video.processing) && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={retry.isPending}
            onClick={again}
          >
            {words.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
