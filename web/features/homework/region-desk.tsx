import { ActionIcon, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { MOST_REGIONS } from '@seodang/contract/homework-pages.ts';
import { IconChevronLeft, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import type { ReferencePage } from './reference.queries.ts';
import { useSetRegions } from './region.queries.ts';
import { type DraftRegion, nextLabel, rebased, regionsChange } from './region.rules.ts';
import { useRegionWords } from './region.words.ts';
import { RegionCanvas, type RegionDraft } from './region-canvas.tsx';
import styles from './review.module.css';

type Drawn = { seen: ReferencePage['regions']; regions: readonly DraftRegion[] };

/** What is drawn on the regions that were there when it began: others may come and go meanwhile. */
function useDraft({ regions: there }: ReferencePage, pages: readonly ReferencePage[]) {
  const [{ seen, regions }, setDrawn] = useState<Drawn>({ seen: there, regions: there });
  const set = (next: readonly DraftRegion[]) => setDrawn({ seen, regions: next });
  const [selected, select] = useState<number>();
  const labels = [...pages.flatMap((page) => page.regions), ...regions].map(({ label }) => label);
  const draft: RegionDraft = {
    ...{ regions, selected, select },
    change: (at, region) => set(regions.with(at, region)),
    add: (box) => {
      if (regions.length >= MOST_REGIONS) return;
      set([...regions, { label: nextLabel(labels), box }]);
      select(regions.length);
    },
    remove: (at) => {
      set(regions.filter((_, place) => place !== at));
      select(undefined);
    },
  };
  const rebase = () => {
    setDrawn((drawn) => ({ seen: there, regions: rebased(drawn.seen, there, drawn.regions) }));
    select(undefined);
  };
  return { draft, rebase, change: regionsChange(seen, regions) };
}

function Labels({ draft }: { draft: RegionDraft }) {
  const words = useRegionWords();
  if (draft.regions.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.empty}
      </Text>
    );
  return (
    <ul className={styles.regionLabels}>
      {draft.regions.map((region, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new one is known by its place in the list alone.
        <li key={at}>
          <TextInput
            aria-label={words.label(region.label)}
            value={region.label}
            maxLength={20}
            size="xs"
            error={region.label.trim() === '' && words.fill}
            onFocus={() => draft.select(at)}
            onChange={(event) => draft.change(at, { ...region, label: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            aria-label={words.remove(region.label)}
            onClick={() => draft.remove(at)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

type Props = {
  id: number;
  page: ReferencePage;
  pages: readonly ReferencePage[];
  /** Whether closing it would lose something. */
  tellDirty: (isDirty: boolean) => void;
  leave: () => void;
  close: () => void;
};

/** Marks where answers are to be written on a reference page. */
export function RegionDesk({ id, page, pages, tellDirty, leave, close }: Props) {
  const words = useRegionWords();
  const { draft, rebase, change } = useDraft(page, pages);
  const [isDrawing, setDrawing] = useState(true);
  const set = useSetRegions(id, page.id);
  const isConflict = set.error instanceof ApiProblem && set.error.code === 'conflict';
  const isFull = draft.regions.length >= MOST_REGIONS;
  const isDirty = change !== undefined;
  // What those that are there have become may be known after the refusal.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal.
  useEffect(() => {
    if (isConflict) rebase();
  }, [isConflict, page.regions]);
  useEffect(() => {
    tellDirty(isDirty);
    return () => tellDirty(false);
  }, [isDirty, tellDirty]);
  const save = (body: NonNullable<typeof change>) =>
    set.mutate(body, {
      onSuccess: () => {
        doneToast(words.saved);
        close();
      },
    });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <div className={styles.regionDesk}>
        <RegionCanvas {...{ page, draft, isDrawing: isDrawing && !isFull }} />
        <Stack gap="sm">
          <Switch
            label={words.draw}
            checked={isDrawing}
            onChange={(event) => setDrawing(event.currentTarget.checked)}
          />
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={isFull}
            onClick={() => draft.add([0.3, 0.45, 0.7, 0.53])}
          >
            {words.add}
          </Button>
          {isFull && <Text size="sm">{words.full}</Text>}
          <Labels draft={draft} />
        </Stack>
      </div>
      {isConflict ? (
        <Text c="cinnabar" size="sm" role="alert">
          {words.changed}
        </Text>
      ) : (
        <ProblemAlert error={set.error} />
      )}
      <Group justify="space-between">
        <Button variant="subtle" leftSection={<IconChevronLeft size={16} aria-hidden />} onClick={leave}>
          {words.back}
        </Button>
        <Button
          disabled={!change || change.regions.some(({ label }) => label === '')}
          loading={set.isPending}
          onClick={() => change && save(change)}
        >
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}
