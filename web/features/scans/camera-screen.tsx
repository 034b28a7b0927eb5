import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { SCAN_FILE_MAX_BYTES } from '@seodang/contract/scans.ts';
import type { Sheet } from '@seodang/omr';
import { IconCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { sheetQuery } from '../exams/questions.queries.ts';
import styles from './camera.module.css';
import { type Finding, findingOf } from './camera.rules.ts';
import { useCameraWords } from './camera.words.ts';
import { CameraFinding } from './camera-finding.tsx';
import { CameraOverlay } from './camera-overlay.tsx';
import { useScanUpload } from './scan-upload.ts';
import { scanRosterQuery } from './scans.queries.ts';
import { useCamera } from './use-camera.ts';
import { useReader } from './use-reader.ts';

const LOOK_MS = 150;

/** What the worker has to know of the exam; the same object as long as nothing of it changes. */
function useSheet(exam_id: number) {
  const sheet = useQuery(sheetQuery(exam_id)).data;
  const roster = useQuery(scanRosterQuery(exam_id)).data?.results;
  const numbers = JSON.stringify(
    roster?.map(({ number, enrollment_id }) => ({ number, enrollment: enrollment_id })),
  );
  const ask = useMemo(() => {
    if (!sheet || !numbers) return undefined;
    return {
      kind: 'sheet' as const,
      // What the server sends is what packages/omr drew.
      pages: sheet.pages as Sheet[],
      own: { exam: exam_id, sheet: sheet.id },
      roster: JSON.parse(numbers) as { number: string; enrollment: number }[],
    };
  }, [sheet, numbers, exam_id]);
  return { ask, roster: roster ?? [] };
}

/** Reads what the camera sees, again and again, until a picture is chosen or the screen is left. */
function useFrames(
  look: (take: () => Promise<ImageBitmap>) => Promise<void>,
  video: HTMLVideoElement | null,
  isOn: boolean,
) {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!isOn || !video) return;
    const timer = setInterval(() => void latest.current(() => createImageBitmap(video)), LOOK_MS);
    return () => clearInterval(timer);
  }, [isOn, video]);
}

type KeepProps = { exam_id: number; finding: Finding; keep: () => Promise<Blob>; onKept: () => void };

/** Hands the picture in as a scan like any other: a runner reads it, and what is unclear waits where it always does. */
function Keep({ exam_id, finding, keep, onKept }: KeepProps) {
  const words = useCameraWords();
  const { upload } = useScanUpload(exam_id);
  const isSheet = finding.kind === 'sheet';
  const send = async () => {
    const picture = await keep();
    const file = new File([picture], `camera-${Date.now()}.jpg`, { type: 'image/jpeg' });
    await upload.mutateAsync([file]);
    const name = isSheet && finding.isSure ? finding.seat?.student_name : undefined;
    doneToast(name === undefined ? words.keptUnknown : words.kept(name));
    onKept();
  };
  return (
    <>
      <Button
        size="lg"
        leftSection={<IconCheck size={20} aria-hidden />}
        disabled={!isSheet}
        loading={upload.isPending}
        onClick={() => void send().catch(() => undefined)}
      >
        {words.keep}
      </Button>
      <ProblemAlert error={upload.error} />
    </>
  );
}

/** A sheet is held before the camera, and what is read shows at once; kept, it is a scan of the exam. */
export function CameraScreen({ exam_id }: { exam_id: number }) {
  const words = useCameraWords();
  const sheet = useQuery(sheetQuery(exam_id));
  const scans = { to: '/staff/exams/$id/scans', params: { id: String(exam_id) } } as const;
  return (
    <QueryView query={sheet}>
      {({ is_foreign }) =>
        is_foreign ? (
          <Alert color="gardenia" title={words.foreign}>
            <Text size="sm">{words.foreignHint}</Text>
            <Anchor renderRoot={(props) => <Link {...scans} {...props} />}>{words.toScans}</Anchor>
          </Alert>
        ) : (
          <OwnSheetCamera exam_id={exam_id} />
        )
      }
    </QueryView>
  );
}

function OwnSheetCamera({ exam_id }: { exam_id: number }) {
  const words = useCameraWords();
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video);
  const { ask, roster } = useSheet(exam_id);
  const { seen, look, keep, forget } = useReader(ask);
  const [photo, setPhoto] = useState<string>();
  const isLive = camera === 'on' && photo === undefined;
  useFrames(look, video.current, isLive && ask !== undefined);
  const finding = seen ? findingOf(seen, roster) : ({ kind: 'nothing' } as const);
  const choose = ([file]: File[]) => {
    if (!file) return;
    forget();
    setPhoto(URL.createObjectURL(file));
    void look(() => createImageBitmap(file));
  };
  const next = () => {
    forget();
    if (photo !== undefined) URL.revokeObjectURL(photo);
    setPhoto(undefined);
  };
  return (
    <Stack gap="md">
      <Text c="dimmed">{words.lead}</Text>
      <div className={styles.sides}>
        <div className={styles.stage} hidden={camera !== 'on' && photo === undefined}>
          <video ref={video} muted playsInline aria-label={words.view} hidden={photo !== undefined} />
          {photo !== undefined && <img src={photo} alt={words.photo} />}
          {seen && <CameraOverlay seen={seen} />}
        </div>
        <Stack gap="md">
          {photo === undefined && camera !== 'on' && <Text role="status">{words[camera]}</Text>}
          {(camera === 'on' || photo !== undefined) && (
            <CameraFinding finding={finding} isOver={photo !== undefined && seen !== undefined} />
          )}
          <Group gap="sm">
            <Keep exam_id={exam_id} finding={finding} keep={keep} onKept={next} />
            {photo !== undefined && (
              <Button
                variant="default"
                size="lg"
                leftSection={<IconRefresh size={20} aria-hidden />}
                onClick={next}
              >
                {words.another}
              </Button>
            )}
          </Group>
          {photo === undefined && (
            <FileDrop
              label={words.photo}
              accept=".jpg,.jpeg,.png,.webp"
              maxBytes={SCAN_FILE_MAX_BYTES}
              hint={words.photoHint}
              onFiles={choose}
            />
          )}
        </Stack>
      </div>
    </Stack>
  );
}
