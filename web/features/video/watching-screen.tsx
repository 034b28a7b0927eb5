import { Stack } from '@mantine/core';
import { HeatMap } from './heat-map.tsx';
import { LiveViewers } from './live-viewers.tsx';

/** Who watches a video now, and what of it has been watched. */
export function VideoWatchingScreen({ id }: { id: number }) {
  return (
    <Stack gap="lg">
      <HeatMap id={id} />
      <LiveViewers video={id} />
    </Stack>
  );
}
