import { Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { myProgressQuery, type OwnLecture } from '../video/student.queries.ts';
import { askForClinic } from './clinic.queries.ts';
import { useOwnClinicWords } from './own.words.ts';
import { useSlotWords } from './slots.words.ts';

/** Every class session that a student or a child may enter, as `enrollment session`. */
function placesOf(lectures: readonly OwnLecture[]) {
  return lectures.flatMap(({ lecture_title, sessions, rows }) =>
    rows.flatMap(({ enrollment_id, student_name, cells }) =>
      sessions
        .filter((_, at) => cells[at]?.state !== 'none')
        .map(({ id, title }) => ({
          value: `${enrollment_id} ${id}`,
          label: [rows.length > 1 && student_name, lecture_title, title].filter(Boolean).join(' · '),
        })),
    ),
  );
}

function Fields({ close }: { close: () => void }) {
  const words = useOwnClinicWords();
  const { needed } = useSlotWords();
  const { actions } = useCoreWords();
  const queries = useQueryClient();
  const { data } = useQuery(myProgressQuery);
  const form = useFields(
    { place: '', memo: '' },
    async ({ place, memo }) => {
      const [enrollment_id = 0, session_id = 0] = place.split(' ').map(Number);
      await askForClinic({ enrollment_id, session_id, memo });
      await queries.invalidateQueries({ queryKey: ['clinic'] });
      doneToast(words.asked);
      close();
    },
    ({ place }) => missing({ place }, needed),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <ProblemAlert error={form.problem} />
        <NativeSelect
          {...form.text('place')}
          label={words.askWhich}
          description={words.askHint}
          data={[{ value: '', label: '–' }, ...placesOf(data ?? [])]}
        />
        <Textarea {...form.text('memo')} label={words.askMemo} autosize minRows={2} maxLength={2000} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {words.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A student or parent asks for help with a class session. */
export function AskDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const words = useOwnClinicWords();
  const { actions } = useCoreWords();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.ask}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {opened && <Fields close={close} />}
    </Modal>
  );
}
