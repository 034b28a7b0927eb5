import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { AnswerFields } from './answer-fields.tsx';
import styles from './bank.module.css';
import { type BankQuestion, type QuestionBody, useDeleteQuestion, useSaveQuestion } from './bank.queries.ts';
import { useBankWords } from './bank.words.ts';
import { noDraft } from './draft.ts';
import { Explanation } from './feedback.tsx';
import { QuestionBody as Body } from './question-body.tsx';
import { bodyOf, draftOf, emptyDraft, keysOf, type QuestionDraft } from './question-draft.rules.ts';
import { QuestionFields } from './question-fields.tsx';

type Props = { topic_id: number; question: BankQuestion | undefined; close: () => void };
type State = NonNullable<QuestionBody['state']>;

/** The question as students will see it, with its key. */
function Preview({ draft }: { draft: QuestionDraft }) {
  const words = useBankWords();
  const { body, subject, kind, explanation } = draft;
  const choices = draft.choices.filter(({ text }) => text.trim() !== '');
  return (
    <Paper p="md" withBorder component="section" aria-label={words.preview}>
      <Title order={3} size="h5" mb="xs">
        {words.preview}
      </Title>
      {body.trim() === '' ? (
        <Text size="sm" c="dimmed">
          {words.previewEmpty}
        </Text>
      ) : (
        <Stack gap="md">
          <Body question={{ body, subject, tags: [], topic_title: '' }} />
          <AnswerFields
            question={{ kind, keys: keysOf(draft) }}
            choices={choices}
            draft={noDraft}
            change={undefined}
          />
          <Explanation text={explanation} />
        </Stack>
      )}
    </Paper>
  );
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function useSaving({ topic_id, question, close }: Props, draft: QuestionDraft) {
  const words = useBankWords();
  const save = useSaveQuestion();
  const remove = useDeleteQuestion();
  const told = { draft: words.saved, published: words.published, withdrawn: words.withdrawn };
  const send = (state: State) =>
    save.mutate(
      { id: question?.id, topic: topic_id, body: { ...bodyOf(draft), state } },
      {
        onSuccess: () => {
          const isRejudged = question !== undefined && !isSame(keysOf(draft), question.keys);
          const saved = isRejudged ? words.rejudged : words.saved;
          doneToast(state === question?.state ? saved : told[state]);
          close();
        },
      },
    );
  const ask = async () => {
    if (!question) return;
    const sure = await confirmLoss({
      ...{ title: words.removeTitle, loses: words.removeLoses, action: words.remove },
    });
    if (!sure) return;
    await remove.mutateAsync(question.id);
    doneToast(words.removed);
    close();
  };
  return { send, ask, save };
}

function Buttons({
  question,
  saving,
}: {
  question: BankQuestion | undefined;
  saving: ReturnType<typeof useSaving>;
}) {
  const words = useBankWords();
  const { send, ask, save } = saving;
  const state = question?.state ?? 'draft';
  const isOut = state === 'published';
  return (
    <Group justify="space-between" gap="xs">
      <Group gap="xs">
        {question && (
          <Button variant="subtle" color="cinnabar" onClick={() => void ask()}>
            {words.remove}
          </Button>
        )}
        {isOut && (
          <Button variant="default" onClick={() => send('withdrawn')}>
            {words.withdraw}
          </Button>
        )}
      </Group>
      <Group gap="xs">
        <Button
          variant={isOut ? 'filled' : 'default'}
          loading={save.isPending && save.variables.body.state === state}
          onClick={() => send(state)}
        >
          {state === 'draft' ? words.saveDraft : words.save}
        </Button>
        {!isOut && (
          <Button
            loading={save.isPending && save.variables.body.state === 'published'}
            onClick={() => send('published')}
          >
            {words.publish}
          </Button>
        )}
      </Group>
    </Group>
  );
}

/** A question as it is written, beside it as students will see it. */
export function QuestionEditor(props: Props) {
  const { question } = props;
  const words = useBankWords();
  const { actions } = useCoreWords();
  const [before] = useState<QuestionDraft>(() => (question ? draftOf(question) : emptyDraft));
  const [draft, setDraft] = useState(before);
  const isTyped = !isSame(draft, before);
  const close = async () => {
    const { closeTitle: title, closeLoses: loses, closeAction: action } = words;
    if (!isTyped || (await confirmLoss({ title, loses, action }))) props.close();
  };
  const saving = useSaving(props, draft);
  return (
    <Modal
      opened
      onClose={() => void close()}
      // The question would hear the same key, and close with it.
      closeOnEscape={!isTyped}
      title={question ? words.edit : words.newQuestion}
      size="70rem"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        <ProblemAlert error={saving.save.error} />
        <div className={styles.editor}>
          <QuestionFields
            topic_id={props.topic_id}
            draft={draft}
            error={saving.save.error}
            change={setDraft}
          />
          <Preview draft={draft} />
        </div>
        <Buttons question={question} saving={saving} />
      </Stack>
    </Modal>
  );
}
