import { Stack, Text } from '@mantine/core';
import { IconChartHistogram } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { clockOf } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { type Heat, heatQuery } from './audience.queries.ts';
import styles from './heat.module.css';
import { countsOf, type HeatPart } from './heat.rules.ts';
import { HeatChart } from './heat-chart.tsx';
import { previewQuery } from './manage.queries.ts';
import { useThumbs } from './seek-bar.tsx';
import { parseStoryboard } from './storyboard.ts';
import { useWatchingWords } from './watching.words.ts';

/** What of a video is watched, skipped and watched again, as a picture and as a table. */
export function HeatMap({ id }: { id: number }) {
  const words = useWatchingWords();
  const heat = useQuery(heatQuery(id));
  const { data } = heat;
  const lead = data ? words.heatLead(data.started, data.students, data.completed) : '';
  return (
    <Section title={words.heat} lead={lead}>
      <QueryView
        query={heat}
        isEmpty={({ parts, started }) => parts.length === 0 || started === 0}
        empty={
          <EmptyState
            icon={IconChartHistogram}
            title={data?.duration === 0 ? words.heatNotReady : words.heatNone}
            hint={data?.duration !== 0 && words.heatNoneHint}
          />
        }
      >
        {(found) => <Picture id={id} heat={found} />}
      </QueryView>
    </Section>
  );
}

function Picture({ id, heat }: { id: number; heat: Heat }) {
  const words = useWatchingWords();
  const preview = useQuery({ ...previewQuery(id), retry: false });
  const thumbs = useThumbs(preview.data?.storyboard_url, parseStoryboard);
  return (
    <Stack gap="sm">
      <Legend />
      <HeatChart heat={heat} thumbs={thumbs} />
      <Text size="xs" c="dimmed">
        {words.explain}
      </Text>
      <details className={styles.table}>
        <summary>{words.asTable}</summary>
        <Numbers parts={heat.parts} />
      </details>
    </Stack>
  );
}

function Legend() {
  const { legend, legendLabel } = useWatchingWords();
  return (
    <ul className={styles.legend} aria-label={legendLabel}>
      <li>
        <svg viewBox="0 0 16 12" aria-hidden>
          <rect className={styles.watchedBar} width={16} height={12} rx={2} />
        </svg>
        {legend.watched}
      </li>
      <li>
        <svg viewBox="0 0 16 12" aria-hidden>
          <path className={styles.line} d="M0 6H16" />
        </svg>
        {legend.reached}
      </li>
      <li>
        <svg viewBox="0 0 16 12" aria-hidden>
          <rect className={styles.skippedArea} width={16} height={12} rx={2} />
        </svg>
        {legend.skipped}
      </li>
      <li>
        <svg viewBox="0 0 16 12" aria-hidden>
          <rect className={styles.againBar} width={16} height={12} rx={2} />
        </svg>
        {legend.rewatched}
      </li>
    </ul>
  );
}

function Numbers({ parts }: { parts: readonly HeatPart[] }) {
  const words = useWatchingWords();
  const { legend } = words;
  const column = (key: keyof ReturnType<typeof countsOf>): Column<HeatPart> => ({
    ...{ key, header: legend[key], align: 'end' },
    cell: (part) => (key === 'rewatched' ? words.times : words.count)(countsOf(part)[key]),
    sortBy: (part) => countsOf(part)[key],
  });
  return (
    <DataTable
      label={words.heat}
      rows={parts}
      rowKey={({ from }) => from}
      columns={[
        { key: 'part', header: words.part, cell: ({ from, to }) => `${clockOf(from)} – ${clockOf(to)}` },
        ...(['watched', 'reached', 'skipped', 'rewatched'] as const).map(column),
      ]}
    />
  );
}
