import { ActionIcon, Button, Menu, Paper, Text } from '@mantine/core';
import {
  IconClockPlus,
  IconDots,
  IconFiles,
  IconPencil,
  IconPencilCheck,
  IconScissors,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { undoToast } from '../../ui/toast.tsx';
import { undoUntil } from '../exams/exams.queries.ts';
import { ExtendDialog } from './extend-dialog.tsx';
import {
  type Homework,
  homeworkQuery,
  type Standing,
  standingsQuery,
  useDeleteHomework,
  useRestoreHomework,
} from './homework.queries.ts';
import { HomeworkDialog } from './homework-dialog.tsx';
import { PagesCell } from './pages-seen.tsx';
import { referencePagesQuery } from './reference.queries.ts';
import { useReferenceWords } from './reference.words.ts';
import { ReferenceDialog } from './reference-dialog.tsx';
import { useRegionWords } from './region.words.ts';
import styles from './review.module.css';
import { useStaffHomeworkWords } from './staff.words.ts';
import { DueText, StandingBadge } from './standing-badge.tsx';
import { useHomeworkWords } from './words.ts';

function useColumns(extend: (standing: Standing) => void, hasPages: boolean): Column<Standing>[] {
  const words = useStaffHomeworkWords();
  const homework = useHomeworkWords();
  const { column } = useReferenceWords();
  const dates = useDates();
  return [
    {
      key: 'student',
      header: words.columns.student,
      cell: (one) => one.student_name,
      sortBy: (one) => one.student_name,
    },
    {
      key: 'state',
      header: words.columns.state,
      cell: (one) => <StandingBadge standing={one} />,
      sortBy: (one) => ['waiting', 'returned', 'to_do', 'approved'].indexOf(one.state),
    },
    {
      key: 'when',
      header: words.columns.when,
      cell: ({ submission }) => (submission ? dates.dateTime(submission.created_at) : '–'),
      sortBy: ({ submission }) => submission?.created_at ?? null,
    },
    { key: 'pages', header: words.columns.pages, cell: (one) => <Thumb standing={one} /> },
    ...(hasPages
      ? [
          {
            key: 'reference',
            header: column,
            cell: (one: Standing) => <PagesCell seen={one.submission?.pages_seen} />,
            sortBy: (one: Standing) => one.submission?.pages_seen?.found.length ?? null,
          },
        ]
      : []),
    {
      key: 'score',
      header: words.columns.score,
      align: 'end',
      cell: ({ submission, max_score }) =>
        submission?.score == null ? '–' : homework.score(submission.score, max_score),
    },
    {
      key: 'extension',
      header: words.columns.extension,
      cell: (one) => <Extension standing={one} extend={extend} />,
    },
  ];
}

function Extension({ standing, extend }: { standing: Standing; extend: (standing: Standing) => void }) {
  const words = useStaffHomeworkWords();
  const dates = useDates();
  const { is_extended, due_at, student_name } = standing;
  const text = is_extended && due_at ? words.until(dates.dateTime(due_at)) : words.extend;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconClockPlus size={16} aria-hidden />}
      aria-label={`${student_name} ${text}`}
      onClick={() => extend(standing)}
    >
      {text}
    </Button>
  );
}

/** The first page, as a way to the review. */
function Thumb({
  standing: { submission, student_name, homework_id, enrollment_id },
}: {
  standing: Standing;
}) {
  const words = useStaffHomeworkWords();
  const { pages } = useHomeworkWords();
  if (!submission) return '–';
  return (
    <Link
      to="/staff/homework/review"
      search={{ homework: homework_id, of: `${homework_id}-${enrollment_id}` }}
      aria-label={words.reviewOf(student_name, pages(submission.file_count))}
      className={styles.thumb ?? ''}
    >
      {submission.thumb_url && <img src={submission.thumb_url} alt="" loading="lazy" />}
      <Text span size="sm">
        {pages(submission.file_count)}
      </Text>
    </Link>
  );
}

function useRemove({ id, title, lecture_id }: Homework) {
  const words = useStaffHomeworkWords();
  const navigate = useNavigate();
  const remove = useDeleteHomework();
  const restore = useRestoreHomework();
  return async () => {
    const question = { title: words.removeTitle(title), loses: words.removeLoses, action: words.remove };
    if (!(await confirmLoss({ ...question, canUndo: true }))) return;
    await navigate({ to: '/staff/lectures/$id/homework', params: { id: String(lecture_id) } });
    await remove.mutateAsync(id);
    undoToast({ message: words.removed(title), until: undoUntil(), undo: () => restore.mutateAsync(id) });
  };
}

function Actions({ homework, waiting }: { homework: Homework; waiting: number }) {
  const words = useStaffHomeworkWords();
  const remove = useRemove(homework);
  const [isEdited, edit] = useState(false);
  const [isGiven, give] = useState(false);
  const reference = useReferenceWords();
  const { open: answers } = useRegionWords();
  const pages = useQuery(referencePagesQuery(homework.id));
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={() => edit(true)}>
        {words.edit}
      </Button>
      <Button
        leftSection={<IconPencilCheck size={18} aria-hidden />}
        renderRoot={(props) => (
          <Link to="/staff/homework/review" search={{ homework: homework.id }} {...props} />
        )}
      >
        {words.review(waiting)}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={words.more}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFiles size={17} aria-hidden />} onClick={() => give(true)}>
            {reference.open(pages.data?.results.length ?? 0)}
          </Menu.Item>
          {pages.data?.results.some(({ regions }) => regions.length > 0) && (
            <Menu.Item
              leftSection={<IconScissors size={17} aria-hidden />}
              renderRoot={(props) => (
                <Link to="/staff/homework/answers" search={{ homework: homework.id }} {...props} />
              )}
            >
              {answers}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={17} aria-hidden />} onClick={() => void remove()}>
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isGiven && <ReferenceDialog id={homework.id} close={() => give(false)} />}
      {isEdited && <HomeworkDialog sessions={[]} homework={homework} close={() => edit(false)} />}
    </>
  );
}

function Desk({ homework }: { homework: Homework }) {
  const words = useStaffHomeworkWords();
  const { title } = useHomeworkWords();
  const standings = useQuery(standingsQuery({ homework: homework.id }));
  const [extended, extend] = useState<Standing>();
  const references = useQuery(referencePagesQuery(homework.id));
  const columns = useColumns(extend, (references.data?.results.length ?? 0) > 0);
  const waiting = standings.data?.results.filter(({ state }) => state === 'waiting').length ?? 0;
  return (
    <Page
      title={homework.title}
      lead={<DueText standing={{ due_at: homework.due_at, state: 'waiting', submission: null }} />}
      actions={<Actions homework={homework} waiting={waiting} />}
      back={{
        label: title,
        link: { to: '/staff/lectures/$id/homework', params: { id: String(homework.lecture_id) } },
      }}
      width="full"
    >
      <QueryView
        query={standings}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconUsers} title={words.noStudents} hint={words.noStudentsHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <DataTable
            label={homework.title}
            rows={results}
            rowKey={(one) => one.enrollment_id}
            columns={columns}
          />
        )}
      </QueryView>
      {extended && <ExtendDialog standing={extended} close={() => extend(undefined)} />}
    </Page>
  );
}

/** One piece of homework for staff: where each student stands with it, and who has longer. */
export function HomeworkDesk({ id }: { id: number }) {
  const homework = useQuery(homeworkQuery(id));
  return <QueryView query={homework}>{(found) => <Desk homework={found} />}</QueryView>;
}
