import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type DeskRequest, makeUpsQuery, useApprove, useRefuse } from './desk.queries.ts';
import { useDeskWords } from './desk.words.ts';

type Props = { request: DeskRequest; close: () => void };
const fresh = 'new';

/** Approves or refuses what a family asks; a make-up is given a class session. */
export function DecideDialog({ request, close }: Props) {
  const words = useDeskWords();
  const { actions } = useCoreWords();
  const { form, approve, refuse, isMakeUp } = useDecision({ request, close });
  return (
    <Modal
      opened
      onClose={close}
      title={words.decideOf(request.student_name)}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <form {...form.formProps}>
        <Stack gap="md">
          <ProblemAlert error={form.problem} />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {words.kinds[request.kind]}: {request.reason}
          </Text>
          {isMakeUp && <MakeUpFields request={request} form={form} />}
          <Textarea
            {...form.text('answer')}
            label={words.answer}
            description={words.answerHint}
            maxLength={500}
            autosize
            minRows={2}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" loading={form.busy} onClick={refuse}>
              {words.refuse}
            </Button>
            <Button loading={form.busy} onClick={approve}>
              {isMakeUp ? words.approveMakeUp : words.approveExcuse}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type Values = { outcome: string; answer: string; make_up: string; date: string; from: string; until: string };
type Form = ReturnType<typeof useFields<Values>>;

function useDecision({ request, close }: Props) {
  const words = useDeskWords();
  const approving = useApprove();
  const refusing = useRefuse();
  const isMakeUp = request.kind === 'make_up';
  const form = useFields<Values>(
    {
      outcome: 'approve',
      answer: '',
      make_up: fresh,
      date: request.date ?? '',
      from: '14:00',
      until: '16:00',
    },
    async (values) => {
      const { id } = request;
      if (values.outcome === 'refuse') await refusing.mutateAsync({ id, answer: values.answer });
      else await approving.mutateAsync({ id, body: approvalOf(values, isMakeUp) });
      doneToast(doneOf(values.outcome));
      close();
    },
    ({ outcome, answer, make_up, date, from, until }) => {
      if (outcome === 'refuse' && answer.trim() === '') return { '/answer': words.answerMissing };
      const isNew = outcome === 'approve' && isMakeUp && make_up === fresh;
      return isNew && (!date || !from || !until) ? { '/date': words.timesMissing } : {};
    },
  );
  const doneOf = (outcome: string) => {
    if (outcome === 'refuse') return words.refusedDone;
    return isMakeUp ? words.approvedMakeUp : words.approvedExcuse;
  };
  return {
    form,
    isMakeUp,
    approve: () => void form.submit(undefined, { outcome: 'approve' }),
    refuse: () => void form.submit(undefined, { outcome: 'refuse' }),
  };
}

function approvalOf({ answer, make_up, date, from, until }: Values, isMakeUp: boolean) {
  const said = answer.trim() === '' ? {} : { answer };
  if (!isMakeUp) return said;
  const given =
    make_up === fresh ? { date, starts_at: from, ends_at: until } : { session_id: Number(make_up) };
  return { ...said, make_up: given };
}

function MakeUpFields({ request, form }: { request: DeskRequest; form: Form }) {
  const words = useDeskWords();
  const dates = useDates();
  const there = useQuery(makeUpsQuery(request.lecture_id, dates.today())).data?.results ?? [];
  return (
    <>
      <NativeSelect
        {...form.text('make_up')}
        label={words.which}
        data={[
          { value: fresh, label: words.fresh },
          ...there.map(({ id, title, date, starts_at }) => ({
            value: String(id),
            label: [title, date && dates.day(date), starts_at].filter(Boolean).join(' · '),
          })),
        ]}
      />
      {form.values.make_up === fresh && (
        <>
          <TextInput {...form.text('date')} type="date" label={words.date} />
          <Group grow align="flex-start">
            <TextInput {...form.text('from')} type="time" label={words.from} />
            <TextInput {...form.text('until')} type="time" label={words.until} />
          </Group>
        </>
      )}
    </>
  );
}
