import { Button, Group, Paper, Switch, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch, IconUserSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { cellTones } from '../video/cell-badge.tsx';
import { useVideoWords } from '../video/words.ts';
import { cellSigns, cellStates } from './cell-signs.ts';
import styles from './matrix.module.css';
import { rowsFor } from './matrix.rules.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { MatrixList } from './matrix-list.tsx';
import type { Matrix } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** The matrix with its search, filter and legend: a grid on a desk, a list of students on a phone. */
export function MatrixView({ matrix }: { matrix: Matrix }) {
  const words = useProgressWords();
  const [search, setSearch] = useState('');
  const [unfinishedOnly, setUnfinishedOnly] = useState(false);
  const wanted = useDeferredValue(search);
  const isPhone = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const rows = useMemo(
    () => rowsFor(matrix.rows, { search: wanted, unfinishedOnly }),
    [matrix.rows, wanted, unfinishedOnly],
  );
  const showAll = () => {
    setSearch('');
    setUnfinishedOnly(false);
  };
  return (
    <>
      <Group gap="md">
        <TextInput
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
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
        <MatrixList matrix={matrix} rows={rows} />
      ) : (
        <MatrixGrid matrix={matrix} rows={rows} />
      )}
    </>
  );
}

function Legend() {
  const { legend } = useProgressWords();
  const { cells } = useVideoWords();
  return (
    <ul className={styles.legend} aria-label={legend}>
      {cellStates
        .filter((state) => state !== 'none')
        .map((state) => {
          const Sign = cellSigns[state];
          return (
            <li key={state}>
              <span className={`${styles.dot} ${styles[cellTones[state]]}`}>
                <Sign size={13} stroke={2.2} aria-hidden />
              </span>
              {cells[state]}
            </li>
          );
        })}
    </ul>
  );
}
