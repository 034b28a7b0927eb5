import { CaptionsPanel } from './captions-panel.tsx';

/** What lies beside the picture of a video. */
export function MediaPanels({ videoId }: { videoId: number }) {
  return <CaptionsPanel videoId={videoId} />;
}
