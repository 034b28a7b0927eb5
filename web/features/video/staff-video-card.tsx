import { Group, Paper, Stack, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { formatBytes } from '../../lib/numbers.ts';
import { DiscardUpload } from './discard-upload.tsx';
import type { StaffVideo } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import styles from './student.module.css';
import { VideoActions } from './video-actions.tsx';
import { isBeingDrawn, VideoProcess, VideoStatus } from './video-state.tsx';
import { useVideoWords } from './words.ts';

/** A video as staff see it in a list: picture, state, rules, and what can be done with it. */
export function StaffVideoCard({ video, place }: { video: StaffVideo; place: string | undefined }) {
  return (
    <Paper component="li" p="sm" className={styles.card}>
      <div className={styles.poster}>
        {video.thumbnail_url ? (
          <img src={video.thumbnail_url} alt="" loading="lazy" />
        ) : (
          <IconMovie size={36} aria-hidden />
        )}
      </div>
      <Stack gap={6} className={styles.about}>
        <Group justify="space-between" gap="xs">
          <Text fw={600} component="h2" size="md">
            <Link to="/staff/videos/$id" params={{ id: String(video.id) }} className={styles.open ?? ''}>
              {video.title}
            </Link>
          </Text>
          <VideoStatus video={video} />
        </Group>
        <Facts video={video} place={place} />
        <VideoProcess video={video} />
        {video.status !== 'PENDING' && <VideoActions video={video} />}
        {video.status === 'PENDING' && !isBeingDrawn(video) && <DiscardUpload video={video} />}
      </Stack>
    </Paper>
  );
}

type FactsProps = {
  video: Omit<StaffVideo, 'processing' | 'removed_at' | 'restorable'>;
  /** Of which class session, where that is not plain to see. */
  place: string | undefined;
};

/** How long and large a video is, and how students may watch it. */
export function Facts({ video, place }: FactsProps) {
  const { rule } = useVideoWords();
  const words = useManageWords();
  const dates = useDates();
  const facts = [
    place,
    video.duration && dates.span(video.duration),
    video.source_bytes && formatBytes(video.source_bytes),
    video.allow_skip ? rule.free : rule.bounded,
    rule.upTo(video.max_speed),
    video.show_watermark && words.watermark,
  ];
  return (
    <Text size="sm" c="dimmed">
      {facts.filter(Boolean).join(' · ')}
    </Text>
  );
}
