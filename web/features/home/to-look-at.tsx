import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { openRequestsQuery } from '../parents/desk.queries.ts';
import styles from './home.module.css';
import {
  doubtfulSheetsQuery,
  failedVideosQuery,
  openClinicQuery,
  openPlaybackCasesQuery,
  waitingHomeworkQuery,
  worstCasesQuery,
} from './staff.queries.ts';
import { useHomeWords } from './words.ts';

type Matter = {
  key: keyof ReturnType<typeof useHomeWords>['matters'];
  count: number | undefined;
  link: LinkProps;
};

/** What waits for a decision of staff, each with where it is decided. */
function useMatters(): { matters: Matter[]; isAllKnown: boolean } {
  const [risk, ...rest] = useQueries({
    queries: [
      worstCasesQuery,
      waitingHomeworkQuery,
      doubtfulSheetsQuery,
      openClinicQuery,
      openRequestsQuery,
      openPlaybackCasesQuery,
      failedVideosQuery,
    ],
  });
  const [homework, sheets, clinic, requests, cases, videos] = rest;
  const exam_id = sheets.data?.exam_id;
  const review: LinkProps = exam_id
    ? { to: '/staff/exams/$id/review', params: { id: String(exam_id) } }
    : { to: '/staff/lectures' };
  const matters: Matter[] = [
    { key: 'sheets', count: sheets.data?.count, link: review },
    { key: 'homework', count: homework.data?.count, link: { to: '/staff/homework/review' } },
    { key: 'clinic', count: clinic.data?.count, link: { to: '/staff/clinic/links' } },
    { key: 'requests', count: requests.data?.count, link: { to: '/staff/requests' } },
    { key: 'risk', count: risk.data?.count, link: { to: '/staff/clinic/cases' } },
    { key: 'cases', count: cases.data?.count, link: { to: '/staff/cases' } },
    { key: 'videos', count: videos.data?.count, link: { to: '/staff/videos' } },
  ];
  const isAllKnown = [risk, ...rest].every(({ isSuccess }) => isSuccess);
  return { matters: matters.filter(({ count }) => count), isAllKnown };
}

/** How much of what waits for a person, and the way there; what is done is not shown, nor "nothing" while that is not known. */
export function ToLookAt() {
  const words = useHomeWords();
  const { matters, isAllKnown } = useMatters();
  return (
    <section aria-label={words.staff.toLookAt} className={styles.matters}>
      {matters.map(({ key, count, link }) => (
        <Link key={key} {...link} className={styles.matter ?? ''}>
          <strong>{count?.toLocaleString()}</strong>
          <span>{words.matters[key]}</span>
        </Link>
      ))}
      {isAllKnown && matters.length === 0 && (
        <Text size="sm" c="dimmed" style={{ gridColumn: '1 / -1' }}>
          {words.staff.nothing}
        </Text>
      )}
    </section>
  );
}
