import { useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { type Lecture, lectureQuery } from './classes.queries.ts';
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
  { to: '/staff/lectures/$id/policy', name: 'policy' },
  { to: '/staff/lectures/$id/videos', name: 'videos' },
  { to: '/staff/lectures/$id/exams', name: 'exams' },
  { to: '/staff/lectures/$id/homework', name: 'homework' },
  { to: '/staff/lectures/$id/study', name: 'study' },
  { to: '/staff/lectures/$id/settings', name: 'settings' },
];

function LecturePage({ lecture, children }: { lecture: Lecture; children: ReactNode }) {
  const words = useClassesWords();
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
      width="full"
    >
      <TabLinks
        label={words.tabsLabel}
        tabs={tabs.map(({ to, name, exact }) => ({
          ...{ name: words.tabs[name], exact },
          link: { to, params: { id: String(lecture.id) } as never },
        }))}
      />
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
