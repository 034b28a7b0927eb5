import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { ClassSession } from '../attendance/attendance.queries.ts';
import { timeComplaints, useTimes } from './exam-times.ts';
import { useCreateExam } from './exams.queries.ts';
import { sessionNameOf } from './session-name.ts';
import { useExamWords } from './words.ts';

type Props = { sessions: readonly ClassSession[]; close: () => void };

/** The class session that comes next, else the last one: where a new exam most probably belongs. */
function nextOf(sessions: readonly ClassSession[], today: string): ClassSession | undefined {
  return sessions.find(({ date }) => date !== null && date >= today) ?? sessions.at(-1);
}

function useNewExam(sessions: readonly ClassSession[]) {
  const words = useExamWords();
  const dates = useDates();
  const times = useTimes();
  const navigate = useNavigate();
  const create = useCreateExam();
  const nothing = { title: '', pass_score: '', opens_at: '', closes_at: '' };
  return useFields(
    { ...nothing, session_id: String(nextOf(sessions, dates.today())?.id ?? '') },
    async ({ session_id, title, ...rest }) => {
      const body = { session_id: Number(session_id), title, ...times.fieldsOf(rest) };
      const { id } = await create.mutateAsync(body);
      await navigate({ to: '/staff/exams/$id', params: { id: String(id) } });
    },
    ({ title, ...rest }) => ({
      ...(title.trim() === '' ? { '/title': words.fill } : {}),
      ...timeComplaints(words, rest),
    }),
  );
}

/** A new exam of a class session; its questions come next. */
export function NewExamDialog({ sessions, close }: Props) {
  const words = useExamWords();
  const { actions } = useCoreWords();
  const form = useNewExam(sessions);
  return (
    <Modal opened onClose={close} title={words.add} closeButtonProps={{ 'aria-label': actions.close }}>
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput
            {...form.text('title')}
            label={words.fields.title}
            placeholder={words.fields.titleExample}
            maxLength={200}
            data-autofocus
          />
          <NativeSelect
            {...form.text('session_id')}
            label={words.fields.session}
            data={sessions.map((one) => ({ value: String(one.id), label: sessionNameOf(words, one) }))}
          />
          <TextInput
            {...form.text('pass_score')}
            label={words.fields.passScore}
            description={words.fields.passScoreHint}
            inputMode="decimal"
          />
          <Group grow align="flex-start">
            <TextInput {...form.text('opens_at')} type="datetime-local" label={words.fields.opens} />
            <TextInput {...form.text('closes_at')} type="datetime-local" label={words.fields.closes} />
          </Group>
          <Text size="xs" c="dimmed">
            {words.fields.windowHint}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={form.busy}>
              {words.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
