import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { instantOf, useDates, wallClockOf } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useMe } from '../../lib/login.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast, warnToast } from '../../ui/toast.tsx';
import { ownLecturesQuery } from '../progress/progress.queries.ts';
import { changeSlot, createSlots, type Slot } from './clinic.queries.ts';
import { useSlotWords } from './slots.words.ts';
import { useClinicWords } from './words.ts';

type Draft = Slot | 'new';
const isClashing = ({ clashes }: Slot) => clashes.length > 0;

/** The fields of a slot as the form has them: the clock on the academy's wall. */
function valuesOf(draft: Draft, zone: string, today: string, myself: number) {
  if (draft === 'new')
    return {
      ...{ date: today, from: '18:00', to: '19:00', room: '', capacity: '4', weeks: '1' },
      ...{ teacher: String(myself), lecture: '', note: '' },
    };
  const [date = today, from = ''] = wallClockOf(draft.starts_at, zone).split('T');
  return {
    ...{ date, from, to: wallClockOf(draft.ends_at, zone).slice(11), room: draft.room },
    ...{ capacity: String(draft.capacity), weeks: '1', teacher: String(draft.teacher_id ?? '') },
    ...{ lecture: String(draft.lecture_id ?? ''), note: draft.note },
  };
}

/** Teachers known from the lectures that the caller works in, and the caller. */
function useTeachers(draft: Draft) {
  const words = useSlotWords();
  const { user } = useMe();
  const { data } = useQuery(ownLecturesQuery);
  const teachers = new Map([[user.id, user.name]]);
  for (const { teacher_id, teacher_name } of data?.results ?? [])
    if (teacher_id && teacher_name) teachers.set(teacher_id, teacher_name);
  if (draft !== 'new' && draft.teacher_id && draft.teacher_name)
    teachers.set(draft.teacher_id, draft.teacher_name);
  return {
    teachers: [
      { value: '', label: words.noTeacher },
      ...[...teachers].map(([id, name]) => ({ value: String(id), label: name })),
    ],
    lectures: [
      { value: '', label: words.everyLecture },
      ...(data?.results ?? []).map(({ id, title }) => ({ value: String(id), label: title })),
    ],
  };
}

function useSlotForm(draft: Draft, close: () => void) {
  const words = useSlotWords();
  const queries = useQueryClient();
  const { zone, today } = useDates();
  const { user } = useMe();
  const initial = valuesOf(draft, zone, today(), user.id);
  return useFields(
    initial,
    async ({ date, from, to, room, capacity, weeks, teacher, lecture, note }) => {
      const body = {
        ...{ starts_at: instantOf(`${date}T${from}`, zone), ends_at: instantOf(`${date}T${to}`, zone) },
        ...{ room, capacity: Number(capacity), note },
        ...{ teacher_id: Number(teacher) || null, lecture_id: Number(lecture) || null },
      };
      if (draft === 'new') {
        const { results } = await createSlots({ ...body, weeks: Number(weeks) });
        doneToast(words.made(results.length));
        if (results.some(isClashing)) warnToast(words.clashing);
      } else {
        const changed = await changeSlot(draft.id, body);
        doneToast(words.saved);
        if (isClashing(changed)) warnToast(words.clashing);
      }
      await queries.invalidateQueries({ queryKey: ['clinic'] });
      close();
    },
    (values) =>
      Object.fromEntries(
        (['date', 'from', 'to', 'capacity'] as const)
          .filter((name) => !values[name])
          .map((name) => [`/${name}`, words.needed]),
      ),
  );
}

function Fields({ draft, close }: { draft: Draft; close: () => void }) {
  const words = useSlotWords();
  const clinic = useClinicWords();
  const { actions } = useCoreWords();
  const { teachers, lectures } = useTeachers(draft);
  const form = useSlotForm(draft, close);
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <ProblemAlert error={form.problem} />
        <TextInput {...form.text('date')} type="date" label={words.date} data-autofocus />
        <Group grow align="flex-start">
          <TextInput {...form.text('from')} type="time" label={words.from} />
          <TextInput
            {...form.text('to')}
            type="time"
            label={words.to}
            error={form.errors['/to'] ?? form.errors['/ends_at']}
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput {...form.text('room')} label={clinic.room} maxLength={50} />
          <TextInput {...form.text('capacity')} label={words.capacity} type="number" min={1} max={200} />
        </Group>
        <Group grow align="flex-start">
          <NativeSelect {...form.text('teacher')} label={words.teacher} data={teachers} />
          <NativeSelect {...form.text('lecture')} label={words.forLecture} data={lectures} />
        </Group>
        {draft === 'new' && (
          <TextInput
            {...form.text('weeks')}
            label={words.weeks}
            description={words.weeksHint}
            type="number"
            min={1}
            max={20}
          />
        )}
        <TextInput {...form.text('note')} label={words.note} maxLength={500} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** New times, or one that is there. */
export function SlotDialog({ draft, close }: { draft: Draft | undefined; close: () => void }) {
  const words = useSlotWords();
  const { actions } = useCoreWords();
  return (
    <Modal
      opened={draft !== undefined}
      onClose={close}
      title={draft === 'new' ? words.make : words.edit}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {draft && <Fields key={draft === 'new' ? 'new' : draft.id} draft={draft} close={close} />}
    </Modal>
  );
}
