import { CaptionsPanel } from './captions-panel.tsx';
import { ChaptersPanel } from './chapters-panel.tsx';
import { SourcePanel } from './source-panel.tsx';

/** What lies beside the picture of a video. */
export function MediaPanels({ videoId }: { videoId: number }) {
  return (
    <>
      <ChaptersPanel videoId={videoId} />
      <CaptionsPanel videoId={videoId} />
      <SourcePanel videoId={videoId} />
    </>
  );
}
