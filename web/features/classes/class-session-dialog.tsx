import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { ClassSession } from '../attendance/attendance.queries.ts';
import { classSessionImpactQuery } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import { type SessionFields, useSaveClassSession } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

export type Draft = Partial<ClassSession> & Pick<ClassSession, 'session_type'>;
type Props = { lecture_id: number; draft: Draft | undefined; close: () => void };

function Fields({ lecture_id, draft, close }: Props & { draft: Draft }) {
  const words = useClassesWords();
  const { actions } = useCoreWords();
  const save = useSaveClassSession();
  const form = useFields(
    {
      title: draft.title ?? '',
      session_type: draft.session_type as string,
      date: draft.date ?? '',
      starts_at: draft.starts_at ?? '',
      ends_at: draft.ends_at ?? '',
    },
    async ({ title, session_type, date, starts_at, ends_at }) => {
      const body: SessionFields = {
        ...(title.trim() && { title }),
        session_type: session_type === 'SUPPLEMENT' ? 'SUPPLEMENT' : 'REGULAR',
        date: date || null,
        starts_at: starts_at || null,
        ends_at: ends_at || null,
      };
      await save.mutateAsync({ lecture_id, id: draft.id, body });
      close();
    },
  );
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <ProblemAlert error={form.problem} />
        <NativeSelect
          {...form.text('session_type')}
          label={words.kind}
          data={(['REGULAR', 'SUPPLEMENT'] as const).map((value) => ({ value, label: words.kinds[value] }))}
        />
        <TextInput
          {...form.text('title')}
          label={words.sessionTitle}
          description={draft.id === undefined && words.sessionTitleHint}
        />
        <TextInput {...form.text('date')} type="date" label={words.date} data-autofocus />
        <Group grow>
          <TextInput {...form.text('starts_at')} type="time" label={words.from} />
          <TextInput {...form.text('ends_at')} type="time" label={words.to} />
        </Group>
        {draft.id !== undefined && (draft.date ?? '') !== form.values.date && (
          <OtherDay id={draft.id} date={form.values.date || null} />
        )}
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

/** On another day another share of a video may be asked for, and who has watched enough by it goes on freely. */
function OtherDay({ id, date }: { id: number; date: string | null }) {
  const impact = useQuery(classSessionImpactQuery(id, { date }));
  return <ImpactLine impact={impact.isError ? undefined : impact.data} isAsking={impact.isPlaceholderData} />;
}

/** A new class session or an existing one. */
export function ClassSessionDialog({ lecture_id, draft, close }: Props) {
  const words = useClassesWords();
  const { actions } = useCoreWords();
  const title =
    draft?.id !== undefined
      ? words.editSession
      : draft?.session_type === 'SUPPLEMENT'
        ? words.addMakeUp
        : words.addSession;
  return (
    <Modal
      opened={draft !== undefined}
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {draft && <Fields key={draft.id ?? 'new'} lecture_id={lecture_id} draft={draft} close={close} />}
    </Modal>
  );
}
