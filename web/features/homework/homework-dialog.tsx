import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { ClassSession } from '../attendance/attendance.queries.ts';
import { useTimes } from '../exams/exam-times.ts';
import { sessionNameOf } from '../exams/session-name.ts';
import { useExamWords } from '../exams/words.ts';
import { type Homework, useChangeHomework, useCreateHomework } from './homework.queries.ts';
import { useStaffHomeworkWords } from './staff.words.ts';

type Props = { sessions: readonly ClassSession[]; homework?: Homework; close: () => void };

/** The last class session that has begun, else the first: where new homework most probably belongs. */
function currentOf(sessions: readonly ClassSession[], today: string): ClassSession | undefined {
  return sessions.findLast(({ date }) => date !== null && date <= today) ?? sessions[0];
}

type Accepts = Homework['accepts'];

/** What is handed in: photos, a video, or either; what else was allowed before stays. */
function acceptsOf(homework: Homework | undefined, photos: boolean, video: boolean): Accepts {
  const others = homework?.accepts.filter((one) => one === 'ai_match') ?? [];
  return [
    ...(photos ? (['homework_image'] as const) : []),
    ...(video ? (['homework_video'] as const) : []),
    ...others,
  ];
}

function useForm({ sessions, homework, close }: Props) {
  const { fields } = useStaffHomeworkWords();
  const dates = useDates();
  const times = useTimes();
  const navigate = useNavigate();
  const create = useCreateHomework();
  const change = useChangeHomework(homework?.id ?? 0, true);
  const session_id = homework?.session_id ?? currentOf(sessions, dates.today())?.id ?? '';
  return useFields(
    {
      session_id: String(session_id),
      title: homework?.title ?? '',
      description: homework?.description ?? '',
      due_at: times.toText(homework?.due_at ?? null),
      photos: (homework?.accepts.includes('homework_image') ?? true) ? 'yes' : '',
      video: homework?.accepts.includes('homework_video') ? 'yes' : '',
      accepts_late: homework?.accepts_late === false ? '' : 'yes',
      max_score: homework?.max_score == null ? '' : String(homework.max_score),
    },
    async ({ session_id, due_at, accepts_late, max_score, photos, video, ...rest }) => {
      const due = { due_at: times.toInstant(due_at), accepts_late: accepts_late === 'yes' };
      const accepts = acceptsOf(homework, photos === 'yes', video === 'yes');
      const body = { ...rest, ...due, accepts, max_score: max_score === '' ? null : Number(max_score) };
      if (homework) await change.mutateAsync(body);
      else {
        const { id } = await create.mutateAsync({ ...body, session_id: Number(session_id) });
        await navigate({ to: '/staff/homework/$id', params: { id: String(id) } });
      }
      close();
    },
    ({ title, max_score, photos, video }) => ({
      ...(photos === '' && video === '' && { '/accepts': fields.fill }),
      ...(title.trim() === '' && { '/title': fields.fill }),
      ...(max_score !== '' && !(Number(max_score) > 0) && { '/max_score': fields.number }),
    }),
  );
}

/** New homework of a class session, or a change to it. */
export function HomeworkDialog(props: Props) {
  const { sessions, homework, close } = props;
  const words = useStaffHomeworkWords();
  const names = useExamWords();
  const { actions } = useCoreWords();
  const form = useForm(props);
  const { fields } = words;
  return (
    <Modal
      opened
      onClose={close}
      title={homework ? words.edit : words.add}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <TextInput
            {...form.text('title')}
            label={fields.title}
            placeholder={fields.titleExample}
            maxLength={200}
            data-autofocus
          />
          {!homework && (
            <NativeSelect
              {...form.text('session_id')}
              label={fields.session}
              data={sessions.map((one) => ({ value: String(one.id), label: sessionNameOf(names, one) }))}
            />
          )}
          <TextInput
            {...form.text('due_at')}
            type="datetime-local"
            label={fields.due}
            description={fields.dueHint}
          />
          <Checkbox.Group
            label={fields.accepts}
            error={form.errors['/accepts']}
            value={(['photos', 'video'] as const).filter((one) => form.values[one] === 'yes')}
            onChange={(chosen) => {
              form.set('photos', chosen.includes('photos') ? 'yes' : '');
              form.set('video', chosen.includes('video') ? 'yes' : '');
            }}
          >
            <Group mt={6}>
              <Checkbox value="photos" label={fields.photos} />
              <Checkbox value="video" label={fields.video} />
            </Group>
          </Checkbox.Group>
          <Checkbox
            label={fields.late}
            checked={form.values.accepts_late === 'yes'}
            onChange={(event) => form.set('accepts_late', event.currentTarget.checked ? 'yes' : '')}
          />
          <TextInput
            {...form.text('max_score')}
            label={fields.max}
            description={fields.maxHint}
            inputMode="decimal"
          />
          <Textarea
            {...form.text('description')}
            label={fields.description}
            maxLength={5000}
            autosize
            minRows={2}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={form.busy}>
              {homework ? words.save : words.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
