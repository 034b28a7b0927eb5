import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDates } from '../../lib/dates.ts';
import { Section } from '../../ui/section.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { riskTones } from '../progress/risk-tones.ts';
import styles from './child.module.css';
import { LessonList } from './lesson-list.tsx';
import { type Door, type FamilyRequest, type Glance, useWithdraw } from './parents.queries.ts';
import { useParentWords } from './words.ts';

type Props = { door: Door; child: Glance; report: ReactNode };

/** One child at a glance. */
export function ChildView({ door, child, report }: Props) {
  const words = useParentWords();
  return (
    <Stack gap="lg">
      <Lectures child={child} report={report} />
      <Section title={words.lessons} lead={words.lessonsLead}>
        <LessonList {...{ door, child }} />
      </Section>
      <Results child={child} />
      <Clinic child={child} />
      <Requests door={door} requests={child.requests} />
    </Stack>
  );
}

function Lectures({ child: { name, lectures, academy }, report }: Pick<Props, 'child' | 'report'>) {
  const { lecture: words } = useParentWords();
  return (
    <Section title={name} lead={academy} aside={report}>
      <div>
        {lectures.map((one) => (
          <div key={one.enrollment_id} className={styles.lesson}>
            <div className={styles.line}>
              <Text fw={600} className={styles.what}>
                {one.lecture_title}
              </Text>
              {one.risk_level ? (
                <StatusBadge tone={riskTones[one.risk_level]}>{words.risk[one.risk_level]}</StatusBadge>
              ) : (
                <StatusBadge tone="idle">{words.waiting}</StatusBadge>
              )}
            </div>
            <Text size="sm" c="dimmed">
              {words.completed(one.completed_sessions, one.due_sessions)} ·{' '}
              {words.attendance(one.came, one.late, one.absent)}
            </Text>
          </div>
        ))}
      </div>
    </Section>
  );
}

function Results({ child: { lessons } }: Pick<Props, 'child'>) {
  const words = useParentWords();
  const results = lessons.flatMap((lesson) => lesson.results.map((result) => ({ ...result, lesson })));
  return (
    <Section title={words.results} lead={words.lessonsLead}>
      {results.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noResults}
        </Text>
      ) : (
        <div>
          {results.map(({ exam_id, title, total_score, max_score, passed, retest_score, lesson }) => (
            <div key={`${exam_id}:${lesson.enrollment_id}`} className={styles.line}>
              <Text size="sm" className={styles.what}>
                {lesson.lecture_title} · {title}
              </Text>
              <Text fw={700}>{words.score(total_score, max_score)}</Text>
              <StatusBadge tone={passed ? 'ok' : 'bad'}>{words.verdict(passed, retest_score)}</StatusBadge>
            </div>
          ))}
        </div>
      )}
    </Section>
  );
}

function Clinic({ child: { clinic } }: Pick<Props, 'child'>) {
  const words = useParentWords();
  const dates = useDates();
  if (clinic.length === 0) return null;
  return (
    <Section title={words.clinic} lead="">
      <div>
        {clinic.map(({ lecture_title, session_title, state, starts_at }) => (
          <div key={`${lecture_title}${session_title}${state}`} className={styles.line}>
            <Text size="sm" className={styles.what}>
              {lecture_title} · {session_title}
            </Text>
            {starts_at && <Text size="sm">{dates.dateTime(starts_at)}</Text>}
            <StatusBadge tone={state === 'done' ? 'ok' : 'info'}>{words.clinicStates[state]}</StatusBadge>
          </div>
        ))}
      </div>
    </Section>
  );
}

const requestTones: Record<FamilyRequest['status'], Tone> = {
  open: 'busy',
  approved: 'ok',
  refused: 'bad',
  withdrawn: 'idle',
};

function Requests({ door, requests }: { door: Door; requests: readonly FamilyRequest[] }) {
  const words = useParentWords();
  const dates = useDates();
  const withdraw = useWithdraw();
  return (
    <Section title={words.requests} lead={requests.length === 0 ? words.noRequests : ''}>
      {requests.map((one) => (
        <div key={one.id} className={styles.lesson}>
          <div className={styles.line}>
            <Text size="sm" className={styles.what}>
              {words.kinds[one.kind]} · {one.date && dates.day(one.date)} {one.lecture_title}
            </Text>
            <RequestState status={one.status} />
            {one.status === 'open' && !door.isLink && (
              <Button size="compact-sm" variant="default" onClick={() => withdraw.mutate(one.id)}>
                {words.withdraw}
              </Button>
            )}
          </div>
          <Group gap="xs">
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {one.reason}
            </Text>
          </Group>
          {one.answer && <Text size="sm">“{one.answer}”</Text>}
          {one.make_up?.date && (
            <Text size="sm">
              {words.makeUpAt(`${dates.day(one.make_up.date)} ${one.make_up.starts_at ?? ''}`)}
            </Text>
          )}
        </div>
      ))}
    </Section>
  );
}

function RequestState({ status }: Pick<FamilyRequest, 'status'>) {
  const { statuses } = useParentWords();
  return <StatusBadge tone={requestTones[status]}>{statuses[status]}</StatusBadge>;
}
