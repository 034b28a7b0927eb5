import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { undoToast } from '../../ui/toast.tsx';
import styles from './classes.module.css';
import {
  type Lecture,
  lectureQuery,
  undoUntil,
  useDeleteLecture,
  useRestoreLecture,
} from './classes.queries.ts';
import { useIsManager } from './lecture-fields.tsx';
import { useScheduleText } from './schedule-text.ts';
import { useClassesWords } from './words.ts';

type Tab = {
  to: NonNullable<LinkProps['to']>;
  name: keyof ReturnType<typeof useClassesWords>['tabs'];
  exact?: boolean;
};

/** What a lecture has; each is a route below /staff/lectures/$id. */
const tabs: readonly Tab[] = [
  { to: '/staff/lectures/$id', name: 'sessions', exact: true },
  { to: '/staff/lectures/$id/attendance', name: 'attendance' },
  { to: '/staff/lectures/$id/students', name: 'students' },
  { to: '/staff/lectures/$id/progress', name: 'progress' },
  { to: '/staff/lectures/$id/settings', name: 'settings' },
];

function LectureMenu({ lecture }: { lecture: Lecture }) {
  const words = useClassesWords();
  const navigate = useNavigate();
  const remove = useDeleteLecture();
  const restore = useRestoreLecture();
  const putAway = () =>
    remove.mutate(lecture.id, {
      onSuccess: () => {
        void navigate({ to: '/staff/lectures' });
        undoToast({
          message: words.deletedLecture(lecture.title),
          until: undoUntil(),
          undo: () => restore.mutateAsync(lecture.id),
        });
      },
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={words.more}>
          <IconDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="cinnabar" leftSection={<IconTrash size={16} aria-hidden />} onClick={putAway}>
          {words.deleteLecture}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function LecturePage({ lecture, children }: { lecture: Lecture; children: ReactNode }) {
  const words = useClassesWords();
  const isManager = useIsManager();
  const scheduleText = useScheduleText();
  const lead = [
    lecture.name,
    lecture.subject,
    scheduleText(lecture.schedule),
    lecture.room,
    lecture.teacher_name ?? words.noTeacher,
    words.people(lecture.enrollment_count ?? 0),
  ];
  return (
    <Page
      title={lecture.title}
      lead={lead.filter(Boolean).join(' · ')}
      back={{ label: words.title, link: { to: '/staff/lectures' } }}
      actions={isManager && <LectureMenu lecture={lecture} />}
      width="full"
    >
      <nav className={styles.tabs} aria-label={words.tabsLabel}>
        {tabs.map(({ to, name, exact }) => (
          <Link
            key={name}
            to={to}
            params={{ id: String(lecture.id) } as never}
            activeOptions={{ exact: exact ?? false }}
            className={styles.tab ?? ''}
          >
            {words.tabs[name]}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}

/** Name and tabs of a lecture around whichever of its screens is open. */
export function LectureFrame({ lecture_id, children }: { lecture_id: number; children: ReactNode }) {
  const lecture = useQuery(lectureQuery(lecture_id));
  return (
    <QueryView query={lecture}>{(found) => <LecturePage lecture={found}>{children}</LecturePage>}</QueryView>
  );
}
