import { ActionIcon, Button, Group, Paper } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { problemToast, undoToast } from '../../ui/toast.tsx';
import { type ClassSession, classSessionsQuery } from '../attendance/attendance.queries.ts';
import { impactOfClassSessionRemoval } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import { ClassSessionDialog, type Draft } from './class-session-dialog.tsx';
import styles from './classes.module.css';
import {
  undoUntil,
  useDeleteClassSession,
  useOrderClassSessions,
  useRestoreClassSession,
} from './classes.queries.ts';
import { useClassesWords } from './words.ts';

function useRemove() {
  const words = useClassesWords();
  const remove = useDeleteClassSession();
  const restore = useRestoreClassSession();
  const ask = async ({ id, title }: ClassSession) => {
    const impact = await impactOfClassSessionRemoval(id);
    if (impact?.changed === 0) return true;
    return confirmLoss({
      title: words.removeTitle(title),
      loses: [words.loses],
      detail: <ImpactLine impact={impact} />,
      action: words.removeSession,
      canUndo: true,
    });
  };
  const go = async (one: ClassSession) => {
    if (!(await ask(one))) return;
    await remove.mutateAsync(one.id);
    undoToast({
      message: words.removedSession(one.title),
      until: undoUntil(),
      undo: () => restore.mutateAsync(one.id),
    });
  };
  return (one: ClassSession) =>
    void go(one).catch((error: unknown) =>
      problemToast(error instanceof ApiProblem ? whyNot(error, words.inUse) : error),
    );
}

/** Says how many are marked instead of only that it is in use. */
function whyNot(error: ApiProblem, say: (count: number) => string): ApiProblem {
  const { marked } = error.problem;
  if (error.code !== 'in_use' || typeof marked !== 'number') return error;
  return new ApiProblem({ ...error.problem, detail: 'in_use_marked', title: say(marked) });
}

type LineProps = {
  one: ClassSession;
  isFirst: boolean;
  isLast: boolean;
  move: (step: -1 | 1) => void;
  edit: () => void;
  remove: () => void;
};

function SessionLine({ one, isFirst, isLast, move, edit, remove }: LineProps) {
  const words = useClassesWords();
  const dates = useDates();
  const times = [one.starts_at, one.ends_at].filter(Boolean).join('–');
  return (
    <li className={styles.session}>
      <span>
        {one.regular_order === null ? (
          <StatusBadge tone="warn">{words.makeUp}</StatusBadge>
        ) : (
          <span className={styles.week}>{words.week(one.regular_order)}</span>
        )}
      </span>
      <span>
        <span className={styles.sessionTitle}>{one.title}</span>{' '}
        <span className={styles.sessionWhen}>
          {one.date ? dates.day(one.date) : words.noDate} {times}
        </span>
      </span>
      <span className={styles.tools}>
        <ActionIcon aria-label={words.moveUp(one.title)} disabled={isFirst} onClick={() => move(-1)}>
          <IconArrowUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={words.moveDown(one.title)} disabled={isLast} onClick={() => move(1)}>
          <IconArrowDown size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={words.edit(one.title)} onClick={edit}>
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={words.remove(one.title)} onClick={remove}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </span>
    </li>
  );
}

function SessionList({ lecture_id, sessions, edit }: ListProps) {
  const order = useOrderClassSessions(lecture_id);
  const remove = useRemove();
  const move = (index: number, step: -1 | 1) => {
    const ids = sessions.map(({ id }) => id);
    const [id = 0] = ids.splice(index, 1);
    ids.splice(index + step, 0, id);
    order.mutate(ids);
  };
  return (
    <Paper>
      <ol className={styles.sessions}>
        {sessions.map((one, index) => (
          <SessionLine
            key={one.id}
            one={one}
            isFirst={index === 0}
            isLast={index === sessions.length - 1}
            move={(step) => move(index, step)}
            edit={() => edit(one)}
            remove={() => remove(one)}
          />
        ))}
      </ol>
    </Paper>
  );
}
type ListProps = { lecture_id: number; sessions: readonly ClassSession[]; edit: (draft: Draft) => void };

/** The class sessions of a lecture in their order: add, change, move, delete. */
export function ClassSessionsPanel({ lecture_id }: { lecture_id: number }) {
  const words = useClassesWords();
  const sessions = useQuery(classSessionsQuery(lecture_id));
  const [draft, edit] = useState<Draft>();
  return (
    <>
      <Group gap="xs">
        <Button
          variant="light"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => edit({ session_type: 'REGULAR' })}
        >
          {words.addSession}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => edit({ session_type: 'SUPPLEMENT' })}
        >
          {words.addMakeUp}
        </Button>
      </Group>
      <QueryView
        query={sessions}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState title={words.noSessions} hint={words.noSessionsHint} />
          </Paper>
        }
      >
        {({ results }) => <SessionList lecture_id={lecture_id} sessions={results} edit={edit} />}
      </QueryView>
      <ClassSessionDialog lecture_id={lecture_id} draft={draft} close={() => edit(undefined)} />
    </>
  );
}
