import { Group, NativeSelect, Stack } from '@mantine/core';
import { CountChips } from '../../ui/count-chips.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { Notice, OutboxFilter } from './notices.queries.ts';
import { useNoticeWords } from './words.ts';

/** What needs a look comes first. */
const states = ['unsure', 'failed', 'queued', 'sending', 'sent', 'withdrawn'] as const;
const channels = ['message', 'push'] as const;
const kinds = ['safety', 'study', 'marketing'] as const;

type Props = {
  filter: OutboxFilter;
  change: (part: Partial<OutboxFilter>) => void;
  /** How many messages there are of each state; undefined while that is not known. */
  counts: Record<Notice['status'], number> | undefined;
};

/** Narrows the outbox: to one person, one way or kind of message, one state. */
export function OutboxFilters({ filter, change, counts }: Props) {
  const words = useNoticeWords();
  const { all, search, channel, channels: ways, kind, kinds: sorts } = words.filter;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <SearchField label={search} value={filter.search} search={(text) => change({ search: text })} />
        <NativeSelect
          aria-label={channel}
          value={filter.channel}
          onChange={({ currentTarget: { value } }) =>
            change({ channel: channels.find((one) => one === value) ?? '' })
          }
          data={[{ value: '', label: channel }, ...channels.map((value) => ({ value, label: ways[value] }))]}
        />
        <NativeSelect
          aria-label={kind}
          value={filter.kind}
          onChange={({ currentTarget: { value } }) =>
            change({ kind: kinds.find((one) => one === value) ?? '' })
          }
          data={[{ value: '', label: kind }, ...kinds.map((value) => ({ value, label: sorts[value] }))]}
        />
      </Group>
      <CountChips
        label={words.columns.status}
        value={filter.status}
        choose={(status) => change({ status })}
        choices={[
          { value: '', label: all, count: counts && sum(counts) },
          ...states
            .filter((value) => value !== 'sending' || counts?.sending || filter.status === 'sending')
            .map((value) => ({ value, label: words.statuses[value], count: counts?.[value] })),
        ]}
      />
    </Stack>
  );
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);
