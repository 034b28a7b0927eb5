import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconClockPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import { undoToast } from '../../ui/toast.tsx';
import { resultsQuery } from '../results/results.queries.ts';
import { useTimes } from './exam-times.ts';
import {
  type Extension,
  extensionsQuery,
  undoUntil,
  useExtendExam,
  useRemoveExtension,
} from './exams.queries.ts';
import { rosterOf } from './roster.ts';
import { useExamSettingsWords } from './settings.words.ts';
import { useExamWords } from './words.ts';

function ExtensionRow({ exam_id, one }: { exam_id: number; one: Extension }) {
  const words = useExamSettingsWords();
  const dates = useDates();
  const take = useRemoveExtension(exam_id);
  const give = useExtendExam(exam_id);
  const { enrollment_id, student_name, closes_at, extra_minutes, extra_attempts, reason } = one;
  const facts = [
    closes_at && words.until(dates.dateTime(closes_at)),
    extra_minutes > 0 && words.plusMinutes(extra_minutes),
    extra_attempts > 0 && words.plusAttempts(extra_attempts),
    reason,
  ];
  const undo = () =>
    give.mutateAsync({ enrollment_id, body: { closes_at, extra_minutes, extra_attempts, reason } });
  const remove = () =>
    take.mutate(enrollment_id, {
      onSuccess: () => undoToast({ message: words.removed(student_name), until: undoUntil(), undo }),
    });
  return (
    <Row title={student_name} facts={facts.filter(Boolean).join(' · ')}>
      <ActionIcon aria-label={words.removeOf(student_name)} loading={take.isPending} onClick={remove}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </Row>
  );
}

function ExtendDialog({ exam_id, close }: { exam_id: number; close: () => void }) {
  const words = useExamSettingsWords();
  const { fill } = useExamWords();
  const { actions } = useCoreWords();
  const times = useTimes();
  const extend = useExtendExam(exam_id);
  const seats = rosterOf(useQuery(resultsQuery(exam_id)).data);
  const form = useFields(
    { enrollment_id: '', closes_at: '', extra_minutes: '', extra_attempts: '', reason: '' },
    async ({ enrollment_id, closes_at, extra_minutes, extra_attempts, reason }) => {
      const body = {
        closes_at: times.toInstant(closes_at),
        extra_minutes: Number(extra_minutes || 0),
        extra_attempts: Number(extra_attempts || 0),
        reason,
      };
      await extend.mutateAsync({ enrollment_id: Number(enrollment_id), body });
      close();
    },
    ({ enrollment_id, extra_minutes, extra_attempts }) => ({
      ...(enrollment_id === '' && { '/enrollment_id': fill }),
      ...(!/^\d*$/.test(extra_minutes) && { '/extra_minutes': words.whole(0, 1440) }),
      ...(!/^\d*$/.test(extra_attempts) && { '/extra_attempts': words.whole(0, 100) }),
    }),
  );
  return (
    <Modal
      opened
      onClose={close}
      title={words.extendTitle}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <NativeSelect
            {...form.text('enrollment_id')}
            label={words.student}
            data={[
              { value: '', label: '' },
              ...seats.map((seat) => ({ value: String(seat.enrollment_id), label: seat.student_name })),
            ]}
            data-autofocus
          />
          <TextInput
            {...form.text('closes_at')}
            type="datetime-local"
            label={words.closes}
            description={words.closesHint}
          />
          <Group grow align="flex-start">
            <TextInput {...form.text('extra_minutes')} label={words.minutes} inputMode="numeric" />
            <TextInput {...form.text('extra_attempts')} label={words.moreAttempts} inputMode="numeric" />
          </Group>
          <TextInput {...form.text('reason')} label={words.reason} maxLength={500} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={form.busy}>
              {words.extend}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Who has longer, or more attempts, than the others. */
export function Extensions({ exam_id }: { exam_id: number }) {
  const words = useExamSettingsWords();
  const extensions = useQuery(extensionsQuery(exam_id));
  const [isOpen, setOpen] = useState(false);
  const add = (
    <Button
      variant="default"
      leftSection={<IconClockPlus size={17} aria-hidden />}
      onClick={() => setOpen(true)}
    >
      {words.extend}
    </Button>
  );
  return (
    <Section title={words.extensions} lead={words.extensionsLead} aside={add}>
      <QueryView
        query={extensions}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.noExtensions}
          </Text>
        }
      >
        {({ results }) => (
          <Rows>
            {results.map((one) => (
              <ExtensionRow key={one.enrollment_id} exam_id={exam_id} one={one} />
            ))}
          </Rows>
        )}
      </QueryView>
      {isOpen && <ExtendDialog exam_id={exam_id} close={() => setOpen(false)} />}
    </Section>
  );
}
