import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { codeOf } from '../../lib/problem.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { marksImpactQuery } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import { type Cell, previewQuery } from './attendance.queries.ts';
import styles from './marks.module.css';
import { marks, mayConcernViewing } from './marks.ts';
import type { Marking } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

export type Subject = Pick<Cell, 'id' | 'session_id' | 'status' | 'memo' | 'version'> & {
  /** Who. */
  title: string;
  /** In which class session. */
  place: string;
};

function Preview({ id, status }: { id: number; status: Cell['status'] }) {
  const words = useAttendanceWords();
  const preview = useQuery(previewQuery(id, status));
  const { text, recipient_hint, telling } = preview.data ?? {};
  return (
    <div className={styles.preview} aria-busy={preview.isPending}>
      <Text size="xs" fw={600} c="dimmed">
        <IconMessage2 size={14} aria-hidden /> {words.preview}
      </Text>
      {text ? (
        <Text size="sm" data-testid="notice-preview">
          {text}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          {preview.data ? words.noPreview : '…'}
        </Text>
      )}
      {text && (
        <Text size="xs" c="dimmed">
          {telling === 'queued' && recipient_hint
            ? words.to(recipient_hint)
            : telling && words.telling[telling]}
        </Text>
      )}
      <ProblemAlert error={preview.error} />
    </div>
  );
}

/** What the mark would change of how the student watches. */
function Watching({ subject, status }: { subject: Subject; status: Cell['status'] }) {
  const changes = [{ attendance_id: subject.id, status }];
  const { data, isPlaceholderData } = useQuery({
    ...marksImpactQuery(subject.session_id, { changes }),
    enabled: mayConcernViewing(subject.status, status),
  });
  const impact = mayConcernViewing(subject.status, status) ? data : undefined;
  return <ImpactLine impact={impact} isAsking={isPlaceholderData} isOne />;
}

function Fields({ subject, marking, close }: { subject: Subject; marking: Marking; close: () => void }) {
  const words = useAttendanceWords();
  const { actions } = useCoreWords();
  const [status, setStatus] = useState(subject.status);
  const [memo, setMemo] = useState(subject.memo ?? '');
  const save = (event: FormEvent) => {
    event.preventDefault();
    const { id, version, session_id, place, status: from } = subject;
    marking.one.mutate(
      { id, version, session_id, from, place, status, memo: memo.trim() || null },
      // A clash asks in a dialog of its own.
      { onSuccess: close, onError: (error) => codeOf(error) === 'conflict' && close() },
    );
  };
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <div className={styles.choices} role="radiogroup" aria-label={words.make}>
          {marks.map((mark) => (
            <label
              key={mark.status}
              className={`${styles.choice} ${mark.status === status ? styles.tinted : ''}`}
              data-tone={mark.tone}
            >
              <input
                type="radio"
                name="status"
                checked={mark.status === status}
                onChange={() => setStatus(mark.status)}
                data-autofocus={mark.status === subject.status || undefined}
              />
              {words.statuses[mark.status]}
              <kbd aria-hidden>{mark.key}</kbd>
            </label>
          ))}
        </div>
        <Textarea
          label={words.memo}
          description={words.memoHint}
          value={memo}
          onChange={(event) => setMemo(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={2}
        />
        <Preview id={subject.id} status={status} />
        <Watching subject={subject} status={status} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button type="submit" loading={marking.one.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Props = { subject: Subject | undefined; marking: Marking; close: () => void };

/** One student in one class session: every mark, a memo, and the message that the mark would send. */
export function MarkDialog({ subject, marking, close }: Props) {
  const { actions } = useCoreWords();
  return (
    <Modal
      opened={subject !== undefined}
      onClose={close}
      title={subject && `${subject.title} · ${subject.place}`}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {subject && <Fields key={subject.id} subject={subject} marking={marking} close={close} />}
    </Modal>
  );
}
