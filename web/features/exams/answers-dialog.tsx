import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import styles from './answers.module.css';
import {
  type Submission,
  type SubmissionAnswer,
  type SubmissionDetail,
  submissionQuery,
  useCorrect,
  useCount,
} from './submissions.queries.ts';
import { useSubmissionWords } from './submissions.words.ts';

type FieldProps = { one: SubmissionAnswer; correct: (answer: string) => void };

/** Leaving the field, or Enter, keeps what was typed; Enter also confirms what was read. */
function Field({ one, correct }: FieldProps) {
  const words = useSubmissionWords();
  const [text, setText] = useState(one.answer);
  const keep = (isConfirmed: boolean) => {
    if (text !== one.answer || (isConfirmed && (one.needs_review || one.is_unwritten))) correct(text);
  };
  return (
    <li data-check={one.needs_review || one.is_unwritten || undefined}>
      <label>
        <span>{one.number}</span>
        <input
          aria-label={words.answerOf(one.number)}
          value={text}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => keep(false)}
          onKeyDown={(event) => event.key === 'Enter' && keep(true)}
        />
      </label>
      {one.is_unwritten ? (
        <p className={styles.note}>
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={words.blankOf(one.number)}
            onClick={() => correct('')}
          >
            {words.blank}
          </Button>
        </p>
      ) : (
        <p className={styles.note}>
          {one.needs_review ? words.needsReview : one.corrected ? words.corrected : ''}
        </p>
      )}
    </li>
  );
}

function Fields({ detail }: { detail: SubmissionDetail }) {
  const correct = useCorrect(detail.id);
  return (
    <ol className={styles.fields}>
      {detail.answers.map((one) => (
        <Field
          key={`${one.exam_question_id} ${one.answer}`}
          one={one}
          correct={(answer) => correct.mutate({ exam_question_id: one.exam_question_id, answer })}
        />
      ))}
    </ol>
  );
}

function CountThis({ submission }: { submission: Pick<Submission, 'id' | 'superseded'> }) {
  const words = useSubmissionWords();
  const count = useCount();
  if (!submission.superseded) return null;
  return (
    <Button
      variant="default"
      loading={count.isPending}
      onClick={() => count.mutate(submission.id, { onSuccess: () => doneToast(words.counted) })}
    >
      {words.count}
    </Button>
  );
}

type Props = { submission: Submission; close: () => void };

/** The answers of one submission, each of which can be corrected or confirmed. */
export function AnswersDialog({ submission, close }: Props) {
  const words = useSubmissionWords();
  const { actions } = useCoreWords();
  const detail = useQuery(submissionQuery(submission.id));
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={words.answersOf(submission.student_name)}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView query={detail}>
        {(found) => (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {words.answersLead}
            </Text>
            <Fields detail={found} />
            <Group justify="flex-end" gap="xs">
              <CountThis submission={found} />
              <Button variant="default" onClick={close}>
                {actions.close}
              </Button>
            </Group>
          </Stack>
        )}
      </QueryView>
    </Modal>
  );
}
