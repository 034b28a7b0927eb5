import { Button, Group, Paper, Switch, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMovie, IconUserSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type Grid, gridQuery } from './audience.queries.ts';
import styles from './grid.module.css';
import { gridSigns, gridStates } from './grid-face.tsx';
import { GridList } from './grid-list.tsx';
import { VideoGrid } from './video-grid.tsx';
import { useWatchingWords } from './watching.words.ts';

/** How far each student of a lecture watched each of its videos, as it changes. */
export function VideoGridPanel({ lectureId }: { lectureId: number }) {
  const words = useWatchingWords();
  const grid = useQuery(gridQuery(lectureId));
  const { data } = grid;
  const isBare = ({ videos, rows }: Grid) => videos.length === 0 || rows.length === 0;
  const nothing =
    data?.videos.length === 0
      ? { title: words.gridNoVideos, hint: words.gridNoVideosHint }
      : { title: words.gridNoStudents, hint: words.gridNoStudentsHint };
  return (
    <>
      {data && (
        <Text size="sm" c="dimmed">
          {words.gridLead(data.rows.length, data.videos.length, data.required_rate)}
        </Text>
      )}
      <QueryView
        query={grid}
        loading={<SkeletonRows rows={12} />}
        isEmpty={isBare}
        empty={
          <Paper>
            <EmptyState icon={IconMovie} {...nothing} />
          </Paper>
        }
      >
        {(found) => <GridView grid={found} />}
      </QueryView>
    </>
  );
}

const isOpen = (state: string) => state === 'not_started' || state === 'started' || state === 'blocked';

/** A grid on a desk, a list of students on a phone. */
function GridView({ grid }: { grid: Grid }) {
  const words = useWatchingWords();
  const [search, setSearch] = useState('');
  const [unfinishedOnly, setUnfinishedOnly] = useState(false);
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const isPhone = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const rows = useMemo(
    () =>
      grid.rows.filter(
        ({ student_name, state }) =>
          student_name.toLowerCase().includes(wanted) && (!unfinishedOnly || state.some(isOpen)),
      ),
    [grid.rows, wanted, unfinishedOnly],
  );
  const showAll = () => {
    setSearch('');
    setUnfinishedOnly(false);
  };
  return (
    <>
      <Group gap="md">
        <SearchField label={words.search} value={search} search={setSearch} />
        <Switch
          label={words.unfinishedOnly}
          checked={unfinishedOnly}
          onChange={(event) => setUnfinishedOnly(event.currentTarget.checked)}
        />
        <Text size="sm" c="dimmed" role="status">
          {words.found(rows.length)}
        </Text>
        <Legend />
      </Group>
      {rows.length === 0 ? (
        <Paper>
          <EmptyState
            icon={IconUserSearch}
            title={words.nobody}
            action={
              <Button variant="default" onClick={showAll}>
                {words.showAll}
              </Button>
            }
          />
        </Paper>
      ) : isPhone ? (
        <GridList grid={grid} rows={rows} />
      ) : (
        <VideoGrid grid={grid} rows={rows} />
      )}
    </>
  );
}

function Legend() {
  const words = useWatchingWords();
  return (
    <ul className={styles.legend} aria-label={words.legendLabel}>
      {gridStates
        .filter((state) => state !== 'none')
        .map((state) => {
          const Sign = gridSigns[state];
          return (
            <li key={state}>
              <span className={`${styles.dot} ${styles[state]}`}>
                <Sign size={13} stroke={2.2} aria-hidden />
              </span>
              {words.gridStates[state]}
            </li>
          );
        })}
    </ul>
  );
}
