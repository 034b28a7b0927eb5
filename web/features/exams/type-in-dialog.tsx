import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type ExamResults, resultsQuery } from '../results/results.queries.ts';
import { AnswerFields, type Typed } from './answer-fields.tsx';
import { questionsQuery } from './questions.queries.ts';
import type { Question } from './questions.rules.ts';
import { rosterOf } from './roster.ts';
import { useTypeIn } from './submissions.queries.ts';
import { useSubmissionWords } from './submissions.words.ts';

type Props = { exam_id: number; close: () => void };

/** Who comes after the one that was just typed in: the next by name without a result, from the top if need be. */
function nextOf(absent: readonly { enrollment_id: number }[], done: ReadonlySet<number>) {
  return absent.find(({ enrollment_id }) => !done.has(enrollment_id))?.enrollment_id;
}

type StudentProps = {
  found: ExamResults;
  done: ReadonlySet<number>;
  value: number | undefined;
  choose: (id: number | undefined) => void;
};

function Student({ found, done, value, choose }: StudentProps) {
  const words = useSubmissionWords();
  const isIn = new Set([...found.results.map(({ enrollment_id }) => enrollment_id), ...done]);
  return (
    <NativeSelect
      label={words.student}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => choose(Number(event.currentTarget.value) || undefined)}
      data={[
        { value: '', label: words.choose },
        ...rosterOf(found).map(({ enrollment_id, student_name }) => ({
          value: String(enrollment_id),
          label: isIn.has(enrollment_id) ? words.again(student_name) : student_name,
        })),
      ]}
    />
  );
}

type FormProps = Props & { found: ExamResults; questions: readonly Question[] };

function useTypedAnswers({ exam_id, found, questions }: FormProps) {
  const words = useSubmissionWords();
  const send = useTypeIn();
  const fields = useRef<HTMLOListElement>(null);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [typed, setTyped] = useState<Typed>({});
  const absent = rosterOf({ results: [], absent: found.absent });
  const [student, choose] = useState(() => nextOf(absent, done));
  const key = useRef(crypto.randomUUID());
  const save = () => {
    if (student === undefined || send.isPending) return;
    const answers = questions.map(({ id }) => ({ exam_question_id: id, answer: typed[id] ?? '' }));
    const target = { enrollment_id: student, target_type: 'exam', target_id: exam_id } as const;
    const body = { ...target, source: 'omr_manual', payload: { answers } } as const;
    send.mutate(
      { key: key.current, body },
      {
        onSuccess: ({ student_name }) => {
          const now = new Set(done).add(student);
          key.current = crypto.randomUUID();
          setDone(now);
          setTyped({});
          choose(nextOf(absent, now));
          doneToast(words.typed(student_name));
          fields.current?.querySelector('input')?.focus();
        },
      },
    );
  };
  const left = absent.filter(({ enrollment_id }) => !done.has(enrollment_id)).length;
  return { send, save, fields, done, typed, setTyped, student, choose, left };
}

function Form(props: FormProps) {
  const words = useSubmissionWords();
  const { actions } = useCoreWords();
  const { send, save, fields, left, ...state } = useTypedAnswers(props);
  const count = Object.values(state.typed).filter(Boolean).length;
  return (
    <Stack gap="md">
      <Student found={props.found} done={state.done} value={state.student} choose={state.choose} />
      <Text size="sm" c="dimmed">
        {state.student === undefined && left === 0 ? words.everybody : words.typeLead}
      </Text>
      <AnswerFields
        list={fields}
        questions={props.questions}
        typed={state.typed}
        type={(id, answer) => state.setTyped((before) => ({ ...before, [id]: answer }))}
        onEnd={save}
      />
      <ProblemAlert error={send.error} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {words.answered(count, props.questions.length)} · {words.left(left)}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={props.close}>
            {actions.close}
          </Button>
          <Button loading={send.isPending} disabled={state.student === undefined} onClick={save}>
            {left > 1 ? words.saveNext : words.saveLast}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

/** Types in what is on paper, student after student. */
export function TypeInDialog({ exam_id, close }: Props) {
  const words = useSubmissionWords();
  const { actions } = useCoreWords();
  const results = useQuery(resultsQuery(exam_id));
  const questions = useQuery(questionsQuery(exam_id));
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={words.type}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView query={questions}>
        {({ questions: asked }) => (
          <QueryView query={results}>
            {(found) => <Form exam_id={exam_id} close={close} found={found} questions={asked} />}
          </QueryView>
        )}
      </QueryView>
    </Modal>
  );
}
