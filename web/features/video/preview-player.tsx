import { Text } from '@mantine/core';
import type { CaptionTrack } from '@seodang/contract/video-captions.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { QueryView } from '../../ui/query-view.tsx';
import { CaptionsControl } from './captions-control.tsx';
import { attachHls, freshened, outputOf } from './hls-source.ts';
import { previewQuery } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import styles from './preview-player.module.css';
import { useCaptions } from './use-captions.ts';
import { useVideoWords } from './words.ts';

/** Staff watch a video with the browser's own controls; nothing is recorded. */
export function PreviewPlayer({ id }: { id: number }) {
  const words = useManageWords();
  const preview = useQuery(previewQuery(id));
  return (
    <div className={styles.preview}>
      <QueryView query={preview}>
        {({ play_url, poster_url, captions }) => (
          <Picture playUrl={play_url} poster={poster_url} captions={captions} />
        )}
      </QueryView>
      <Text size="xs" c="dimmed" mt={4}>
        {words.previewNote}
      </Text>
    </div>
  );
}

type PictureProps = { playUrl: string; poster: string | null; captions: readonly CaptionTrack[] };

function Picture({ playUrl, poster, captions }: PictureProps) {
  const manage = useManageWords();
  const words = useVideoWords();
  const video = useRef<HTMLVideoElement>(null);
  const newest = useRef(playUrl);
  newest.current = playUrl;
  const [isBroken, setBroken] = useState(false);
  const output = outputOf(playUrl);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another output is loaded anew, where the one before was
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const attached = attachHls(element, {
      url: newest.current,
      startAt: element.currentTime,
      fresh: (asked) => freshened(asked, newest.current),
      onFatal: () => setBroken(true),
    });
    return () => void attached.then((detach) => detach());
  }, [output]);
  const shown = useCaptions(video, captions);
  if (isBroken) return <Text role="alert">{words.broken}</Text>;
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: captions are tracks that useCaptions adds */}
      <video ref={video} controls playsInline poster={poster ?? undefined} aria-label={manage.preview} />
      {captions.length > 0 && (
        <div className={styles.captions}>
          <CaptionsControl captions={shown} />
        </div>
      )}
    </>
  );
}
