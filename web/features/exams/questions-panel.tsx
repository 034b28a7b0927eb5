import { Alert, Button, Group, Paper, Text } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { confirmLoss } from '../../ui/confirm.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { RegradeDialog } from '../results/regrade-dialog.tsx';
import { type Regrade, resultsQuery } from '../results/results.queries.ts';
import { QuestionGrid } from './question-grid.tsx';
import { QuestionTools } from './question-tools.tsx';
import styles from './questions.module.css';
import { questionsQuery, useSetQuestions } from './questions.queries.ts';
import {
  changesOf,
  type Draft,
  type Fault,
  faultsOf,
  fieldOf,
  inputOf,
  isKeyed,
  type Question,
  storedDraft,
  totalOf,
} from './questions.rules.ts';
import { useQuestionWords } from './questions.words.ts';

/** Questions as they are edited beside what is stored; what somebody else stores is taken over unless it would be lost. */
function useDrafts(stored: readonly Question[]) {
  const [base, setBase] = useState(stored);
  const [drafts, edit] = useState<readonly Draft[]>(() => stored.map(storedDraft));
  const changes = changesOf(base, drafts);
  const take = (questions: readonly Question[]) => {
    setBase(questions);
    edit(questions.map(storedDraft));
  };
  const isOther = changesOf(stored, base.map(storedDraft)).isDirty;
  // Nothing would be lost where nothing is unsaved, or where what is unsaved has just been stored.
  const isSafe = !changes.isDirty || !changesOf(stored, drafts).isDirty;
  if (isOther && isSafe) take(stored);
  const discard = () => take(stored);
  return { base, drafts, edit, changes, take, discard, isOther: isOther && !isSafe };
}

/** Asks before unsaved questions are left behind. */
function useGuard(isDirty: boolean): void {
  const words = useQuestionWords();
  useBlocker({
    shouldBlockFn: async () => {
      if (!isDirty) return false;
      const sure = await confirmLoss({
        title: words.leaveTitle,
        loses: words.leaveLoses,
        action: words.leave,
      });
      return !sure;
    },
    enableBeforeUnload: () => isDirty,
  });
}

type BarProps = { drafts: readonly Draft[]; isDirty: boolean; isFaulty: boolean; buttons: ReactNode };

function SumBar({ drafts, isDirty, isFaulty, buttons }: BarProps) {
  const words = useQuestionWords();
  const unkeyed = drafts.filter((draft) => !isKeyed(draft)).length;
  return (
    <div className={styles.bar}>
      <Text fw={600}>{words.total(drafts.length, totalOf(drafts))}</Text>
      {unkeyed > 0 && <StatusBadge tone="warn">{words.unkeyed(unkeyed)}</StatusBadge>}
      {isFaulty && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {words.faulty}
        </Text>
      )}
      {isDirty && !isFaulty && (
        <Text size="sm" c="dimmed" role="status">
          {words.unsaved}
        </Text>
      )}
      <Group gap="xs">{buttons}</Group>
    </div>
  );
}

/** Puts the focus where the first fault is. */
function showFault(drafts: readonly Draft[], faults: ReadonlyMap<number, Fault>): void {
  const place = drafts.findIndex(({ uid }) => faults.has(uid));
  const field = fieldOf(faults.get(drafts[place]?.uid ?? 0));
  document.querySelector<HTMLElement>(`[data-place="${place}:${field}"]`)?.focus();
}

function Editor({ exam_id, stored }: { exam_id: number; stored: readonly Question[] }) {
  const words = useQuestionWords();
  const { drafts, edit, changes, take, discard, isOther } = useDrafts(stored);
  const hasResults = (useQuery(resultsQuery(exam_id)).data?.results.length ?? 0) > 0;
  const set = useSetQuestions(exam_id);
  const [regrade, setRegrade] = useState<Regrade>();
  const [tried, setTried] = useState(false);
  const faults = faultsOf(drafts);
  useGuard(changes.isDirty);
  const save = () => {
    setTried(true);
    if (faults.size > 0) return showFault(drafts, faults);
    if (hasResults && !changes.isOtherSet)
      return setRegrade({ questions: changes.changed.map(inputOf) as Regrade['questions'] });
    set.mutate(
      { questions: drafts.map(inputOf) },
      {
        onSuccess: ({ questions }) => {
          take(questions);
          doneToast(words.saved);
        },
      },
    );
  };
  return (
    <>
      {isOther && (
        <Alert color="gardenia" py="xs">
          {words.meanwhile}{' '}
          <Button size="compact-xs" variant="default" onClick={discard}>
            {words.takeTheirs}
          </Button>
        </Alert>
      )}
      <QuestionTools exam_id={exam_id} drafts={drafts} edit={edit} />
      {drafts.length === 0 ? (
        <Paper>
          <EmptyState icon={IconListNumbers} title={words.none} hint={words.noneHint} />
        </Paper>
      ) : (
        <QuestionGrid drafts={drafts} faults={faults} edit={edit} />
      )}
      <ProblemAlert error={set.error} />
      <SumBar
        drafts={drafts}
        isDirty={changes.isDirty}
        isFaulty={tried && faults.size > 0}
        buttons={
          <>
            <Button variant="default" disabled={!changes.isDirty} onClick={discard}>
              {words.discard}
            </Button>
            <Button disabled={!changes.isDirty} loading={set.isPending} onClick={save}>
              {words.save}
            </Button>
          </>
        }
      />
      {regrade && (
        <RegradeDialog
          exam_id={exam_id}
          regrade={regrade}
          close={() => setRegrade(undefined)}
          onApplied={() => setTried(false)}
        />
      )}
    </>
  );
}

/** The questions of an exam, their keys and points, made for typing. */
export function QuestionsPanel({ exam_id }: { exam_id: number }) {
  const questions = useQuery(questionsQuery(exam_id));
  return (
    <QueryView query={questions}>
      {(found) => <Editor key={exam_id} exam_id={exam_id} stored={found.questions} />}
    </QueryView>
  );
}
