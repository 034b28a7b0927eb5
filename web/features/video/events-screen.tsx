import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { EventLog } from './event-log.tsx';
import type { Range } from './events.queries.ts';
import { useEventWords } from './events.words.ts';
import { RiskRanking } from './risk-ranking.tsx';

const ranges: readonly Range[] = ['24h', '7d', 'all'];

/** What players reported of a video: the students by their score, then event by event. */
export function VideoEventsScreen({ id }: { id: number }) {
  const words = useEventWords();
  const [range, setRange] = useState<Range>('7d');
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label={words.rangeLabel}
        value={range}
        onChange={setRange}
        data={ranges.map((value) => ({ value, label: words.ranges[value] }))}
        style={{ alignSelf: 'flex-start' }}
      />
      <RiskRanking video={id} range={range} />
      <EventLog video={id} range={range} />
    </Stack>
  );
}
