import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { classSessionsQuery } from '../attendance/attendance.queries.ts';
import { lectureQuery } from '../classes/classes.queries.ts';
import { ExamActions } from './exam-actions.tsx';
import { type Exam, examQuery } from './exams.queries.ts';
import { sessionNameOf } from './session-name.ts';
import { useExamWords } from './words.ts';

const tabs = [
  { to: '/staff/exams/$id', name: 'questions', exact: true },
  { to: '/staff/exams/$id/sheet', name: 'sheet' },
  { to: '/staff/exams/$id/scans', name: 'scans' },
  { to: '/staff/exams/$id/submissions', name: 'submissions' },
  { to: '/staff/exams/$id/results', name: 'results' },
  { to: '/staff/exams/$id/settings', name: 'settings' },
] as const;

/** The lecture and class session of an exam, in words. */
function usePlace({ lecture_id, session_id }: Exam): string {
  const words = useExamWords();
  const lecture = useQuery(lectureQuery(lecture_id)).data;
  const sessions = useQuery(classSessionsQuery(lecture_id)).data?.results;
  const session = sessions?.find(({ id }) => id === session_id);
  return [lecture?.title, session && sessionNameOf(words, session)].filter(Boolean).join(' · ');
}

function ExamPage({ exam, children }: { exam: Exam; children: ReactNode }) {
  const words = useExamWords();
  const place = usePlace(exam);
  const params = { id: String(exam.id) };
  return (
    <Page
      title={exam.title}
      lead={place}
      actions={<ExamActions exam={exam} />}
      back={{
        label: words.title,
        link: { to: '/staff/lectures/$id/exams', params: { id: String(exam.lecture_id) } },
      }}
      width="full"
    >
      <TabLinks
        label={words.tabsLabel}
        tabs={tabs.map(({ to, name, ...rest }) => ({
          ...rest,
          name: words.tabs[name],
          link: { to, params },
        }))}
      />
      {children}
    </Page>
  );
}

/** Name, state and tabs of an exam around whichever of its screens is open. */
export function ExamFrame({ id, children }: { id: number; children: ReactNode }) {
  const exam = useQuery(examQuery(id));
  return <QueryView query={exam}>{(found) => <ExamPage exam={found}>{children}</ExamPage>}</QueryView>;
}
