import { Button, Group, Paper, Switch, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconUserSearch } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { EmptyState } from '../empty-state.tsx';
import { SearchField } from '../search-field.tsx';
import type { Wanted } from './matrix.rules.ts';
import { MatrixCards } from './matrix-cards.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import type { MatrixOf } from './types.ts';

type Words = Record<'search' | 'unfinishedOnly' | 'nobody' | 'showAll', string> &
  Record<'found' | 'more', (count: number) => string>;
type Props<Row> = {
  matrix: MatrixOf<Row>;
  rows: readonly Row[];
  rowsFor: (rows: readonly Row[], wanted: Wanted) => Row[];
  legend: ReactNode;
  words: Words;
};

const nothing: Wanted = { search: '', unfinishedOnly: false };

/** A matrix of people with its search, filter and legend: a grid on a desk, a list of people on a phone. */
export function MatrixView<Row>({ matrix, rows, rowsFor, legend, words }: Props<Row>) {
  const [wanted, setWanted] = useState(nothing);
  const want = (part: Partial<Wanted>) => setWanted((before) => ({ ...before, ...part }));
  const deferred = useDeferredValue(wanted);
  const isPhone = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const found = useMemo(() => rowsFor(rows, deferred), [rows, rowsFor, deferred]);
  return (
    <>
      <Group gap="md">
        <SearchField label={words.search} value={wanted.search} search={(search) => want({ search })} />
        <Switch
          label={words.unfinishedOnly}
          checked={wanted.unfinishedOnly}
          onChange={(event) => want({ unfinishedOnly: event.currentTarget.checked })}
        />
        <Text size="sm" c="dimmed" role="status">
          {words.found(found.length)}
        </Text>
        {legend}
      </Group>
      {found.length === 0 ? (
        <Paper>
          <EmptyState
            icon={IconUserSearch}
            title={words.nobody}
            action={
              <Button variant="default" onClick={() => setWanted(nothing)}>
                {words.showAll}
              </Button>
            }
          />
        </Paper>
      ) : isPhone ? (
        <MatrixCards matrix={matrix} rows={found} more={words.more} />
      ) : (
        <MatrixGrid matrix={matrix} rows={found} />
      )}
    </>
  );
}
