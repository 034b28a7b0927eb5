import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCalendarPlus, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { startOfDay, useDates } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { cancelSlot, type Slot, slotsQuery } from './clinic.queries.ts';
import { SlotDialog } from './slot-dialog.tsx';
import { useSlotTime } from './slot-time.ts';
import { useSlotWords } from './slots.words.ts';
import { useClinicWords } from './words.ts';

/** The times from today on: offered, changed, taken back. */
export function SlotsScreen() {
  const words = useSlotWords();
  const { zone, today } = useDates();
  const slots = useQuery(slotsQuery(startOfDay(today(), zone)));
  const [draft, setDraft] = useState<Slot | 'new'>();
  const columns = useColumns(setDraft);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setDraft('new')}>
          {words.make}
        </Button>
      </Group>
      <QueryView
        query={slots}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconCalendarPlus} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <DataTable
            label={words.when}
            rows={results.filter(({ cancelled_at }) => cancelled_at === null)}
            rowKey={({ id }) => id}
            columns={columns}
          />
        )}
      </QueryView>
      <SlotDialog draft={draft} close={() => setDraft(undefined)} />
    </Stack>
  );
}

function useColumns(edit: (slot: Slot) => void): Column<Slot>[] {
  const words = useSlotWords();
  const clinic = useClinicWords();
  const time = useSlotTime();
  return [
    {
      key: 'when',
      header: words.when,
      cell: (slot) => (
        <Group gap="xs">
          {time(slot)}
          {slot.clashes.map((clash) => (
            <StatusBadge key={clash} tone="warn">
              {words.clashes[clash]}
            </StatusBadge>
          ))}
        </Group>
      ),
    },
    { key: 'room', header: clinic.room, cell: ({ room }) => room || clinic.noRoom },
    { key: 'teacher', header: words.teacher, cell: ({ teacher_name }) => teacher_name ?? words.noTeacher },
    {
      key: 'lecture',
      header: words.forLecture,
      cell: ({ lecture_title }) => lecture_title ?? words.everyLecture,
      phone: 'hide',
    },
    {
      key: 'seats',
      header: words.seats,
      cell: ({ taken, capacity }) => clinic.seats(taken, capacity),
      align: 'end',
    },
    { key: 'change', header: '', cell: (slot) => <SlotButtons slot={slot} edit={edit} />, align: 'end' },
  ];
}

function SlotButtons({ slot, edit }: { slot: Slot; edit: (slot: Slot) => void }) {
  const words = useSlotWords();
  const time = useSlotTime();
  const cancel = useMutation(cancelSlot(useQueryClient()));
  const ask = async () => {
    const loses = [slot.taken > 0 ? words.cancelLoses(slot.taken) : words.cancelNobody];
    if (await confirmLoss({ title: words.cancelTitle, loses, action: words.cancel })) cancel.mutate(slot.id);
  };
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button size="xs" variant="default" aria-label={words.actions(time(slot))} onClick={() => edit(slot)}>
        {words.edit}
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="cinnabar"
        loading={cancel.isPending}
        onClick={() => void ask()}
      >
        {words.cancel}
      </Button>
    </Group>
  );
}
