import { ActionIcon, Group, NativeSelect, Text } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowsSort,
  IconArrowUp,
  IconChevronLeft,
  IconChevronRight,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { KeyboardEvent, ReactNode } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import styles from './data-table.module.css';
import {
  directionOf,
  nextOrdering,
  type Ordering,
  type Pager,
  type Sortable,
  useTableRows,
} from './table-order.ts';

export type Column<T> = Sortable<T> & {
  /** For `onOrdering` also the name of the field in the server's `ordering`. */
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** The server can sort by it; columns with `sortBy` are sorted here. */
  sortable?: boolean;
  align?: 'end';
  width?: string;
  /** On a phone each row is a card: the column may be left out of it. */
  phone?: 'hide';
};

type Props<T> = {
  /** What the table lists, for those who cannot see it. */
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string | number;
  columns: readonly Column<T>[];
  /** Where a row leads; its first column becomes the link. */
  link?: (row: T) => LinkProps;
  pager?: Pager;
  ordering?: Ordering;
  onOrdering?: (ordering: Ordering) => void;
};

const marks = { none: IconArrowsSort, ascending: IconArrowUp, descending: IconArrowDown };
const canSort = <T,>(column: Column<T>) => Boolean(column.sortable ?? column.sortBy);

type Ordered<T> = { columns: readonly Column<T>[]; ordering: Ordering; order: (ordering: Ordering) => void };

function Header<T>({ column, ordering, order }: { column: Column<T> } & Omit<Ordered<T>, 'columns'>) {
  const { table } = useCoreWords();
  if (!canSort(column)) {
    return (
      <th scope="col" data-align={column.align} style={{ width: column.width }}>
        {column.header}
      </th>
    );
  }
  const direction = directionOf(column.key, ordering);
  const Mark = marks[direction];
  return (
    <th scope="col" aria-sort={direction} data-align={column.align} style={{ width: column.width }}>
      <button
        type="button"
        className={styles.sort}
        title={table.sortBy(column.header)}
        onClick={() => order(nextOrdering(column.key, ordering))}
      >
        {column.header}
        <Mark size={14} aria-hidden className={direction === 'none' ? styles.unsorted : undefined} />
      </button>
    </th>
  );
}

function SortOnPhone<T>({ columns, ordering, order }: Ordered<T>) {
  const { table } = useCoreWords();
  const choices = columns.filter(canSort);
  if (choices.length === 0) return null;
  return (
    <NativeSelect
      className={styles.sortOnPhone}
      aria-label={table.sort}
      size="xs"
      value={ordering ?? ''}
      onChange={(event) => order(event.currentTarget.value || undefined)}
      data={[
        { value: '', label: table.sort },
        ...choices.flatMap(({ key, header }) => [
          { value: key, label: `${header} ↑` },
          { value: `-${key}`, label: `${header} ↓` },
        ]),
      ]}
    />
  );
}

function Row<T>({ row, columns, link }: { row: T; columns: readonly Column<T>[]; link: Props<T>['link'] }) {
  return (
    <tr className={link ? styles.opens : undefined}>
      {columns.map((column, place) => (
        <td
          key={column.key}
          data-align={column.align}
          data-label={column.header}
          data-phone={place === 0 ? 'title' : column.phone}
        >
          {place === 0 && link ? (
            <Link {...link(row)} className={styles.link ?? ''}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

/** Turns the pages of a list whose rows come from the server. */
export function PageTurner({ pager: { page, page_size, count, onPage } }: { pager: Pager }) {
  const { actions, table } = useCoreWords();
  const from = (page - 1) * page_size + 1;
  const to = Math.min(page * page_size, count);
  if (count <= page_size) return null;
  return (
    <Group component="nav" justify="flex-end" gap="xs" aria-label={table.pages}>
      <Text size="sm" c="dimmed" role="status">
        {table.range(from, to, count)}
      </Text>
      <ActionIcon aria-label={actions.previous} disabled={page === 1} onClick={() => onPage(page - 1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={actions.next} disabled={to >= count} onClick={() => onPage(page + 1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** Arrow keys walk from row to row along the links. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${styles.link}`)];
  const next = links[links.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/**
 * A table that sorts, keeps its header in sight, and becomes cards on a phone. Rows that are all here are sorted and
 * paged here; with `pager` and `onOrdering` the server does it.
 */
export function DataTable<T>({ label, rows, rowKey, columns, link, ...server }: Props<T>) {
  const { visible, ordering, order, pager } = useTableRows(rows, columns, server);
  return (
    <div className={styles.whole}>
      <SortOnPhone columns={columns} ordering={ordering} order={order} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={label} tabIndex={0} onKeyDown={walk}>
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header key={column.key} column={column} ordering={ordering} order={order} />
              ))}
            </tr>
          </thead>
          <tbody>
            {visible.map((row) => (
              <Row key={rowKey(row)} row={row} columns={columns} link={link} />
            ))}
          </tbody>
        </table>
      </section>
      <PageTurner pager={pager} />
    </div>
  );
}
