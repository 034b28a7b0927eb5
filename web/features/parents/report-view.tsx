import { Stack, Text } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { MarkBadge } from '../attendance/mark-badge.tsx';
import styles from './child.module.css';
import type { Lesson, Report } from './parents.queries.ts';
import { useParentWords } from './words.ts';

/** A week of one child. */
export function ReportView({ report }: { report: Report }) {
  const { week: words } = useParentWords();
  const dates = useDates();
  const friday = new Date(Date.parse(report.week_on) + 4 * 86_400_000).toISOString().slice(0, 10);
  const isAhead = dates.today() <= friday;
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {report.is_final
          ? words.made(dates.dateTime(report.made_at))
          : isAhead
            ? words.soFar
            : words.neverMade}
      </Text>
      <Figures report={report} />
      <Section title={words.lessons} lead={report.lessons.length === 0 ? words.none : words.evidenceNote}>
        {report.lessons.map((lesson) => (
          <ReportLesson key={`${lesson.session_id}:${lesson.enrollment_id}`} lesson={lesson} />
        ))}
      </Section>
      <Clinic report={report} />
      <Next report={report} />
    </Stack>
  );
}

function Figures({ report: { attended, held, watched_minutes, plays } }: { report: Report }) {
  const { week: words } = useParentWords();
  const figures = [
    [words.attended, `${attended} / ${held}`],
    [words.watched, words.minutes(watched_minutes)],
    [words.plays, words.times(plays)],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([label, value]) => (
        <div key={label} className={styles.figure}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ReportLesson({ lesson }: { lesson: Lesson }) {
  const words = useParentWords();
  const dates = useDates();
  const { date, starts_at, lecture_title, title, attendance, videos, results, homework, exam_state } = lesson;
  const isAhead = attendance === 'UNSET' && date >= dates.today();
  return (
    <div className={styles.lesson}>
      <div className={styles.line}>
        <Text size="sm" c="dimmed" className={styles.when}>
          {dates.day(date)} {starts_at}
        </Text>
        <Text fw={600} className={styles.what}>
          {lecture_title} · {title}
        </Text>
        {isAhead ? (
          <StatusBadge tone="idle">{words.upcoming}</StatusBadge>
        ) : (
          <MarkBadge status={attendance} />
        )}
      </div>
      {videos.map((video) => (
        <div key={video.title}>
          <Text size="sm">
            {video.title}: {words.week.video(video.watched_minutes, video.duration_minutes)}
          </Text>
          <Text size="xs" c="dimmed">
            {words.week.evidence(
              video.plays,
              video.last_played_at ? dates.dateTime(video.last_played_at) : undefined,
            )}
          </Text>
        </div>
      ))}
      {results.map((result) => (
        <div key={result.exam_id} className={styles.line}>
          <Text size="sm">
            {words.week.exam} {result.title}: {words.score(result.total_score, result.max_score)}
          </Text>
          <StatusBadge tone={result.passed ? 'ok' : 'bad'}>
            {words.verdict(result.passed, result.retest_score)}
          </StatusBadge>
        </div>
      ))}
      {results.length === 0 && exam_state === 'pending' && <Text size="sm">{words.week.examWaits}</Text>}
      {homework.map(({ title: name, handed_in_at, is_late }) => (
        <Text key={name} size="sm">
          {words.week.homework} {name}:{' '}
          {handed_in_at ? (is_late ? words.week.late : words.week.handedIn) : words.week.missing}
        </Text>
      ))}
    </div>
  );
}

function Clinic({ report: { clinic } }: { report: Report }) {
  const words = useParentWords();
  if (clinic.length === 0) return null;
  return (
    <Section title={words.clinic} lead="">
      {clinic.map(({ lecture_title, session_title, state }) => (
        <Text key={`${lecture_title}${session_title}${state}`} size="sm">
          {lecture_title} · {session_title}: {words.clinicStates[state]}
        </Text>
      ))}
    </Section>
  );
}

const isLeft = (state: Lesson['video_state']) => state === 'failed' || state === 'pending';

function Next({ report: { lessons, next } }: { report: Report }) {
  const { week: words } = useParentWords();
  const dates = useDates();
  const left = lessons.flatMap((lesson) => {
    const open = [
      isLeft(lesson.video_state) && words.left.video,
      lesson.exam_state === 'failed' && words.left.exam,
      isLeft(lesson.homework_state) && words.left.homework,
    ].filter(Boolean);
    return open.length > 0 ? [`${lesson.lecture_title} · ${lesson.title}: ${open.join(', ')}`] : [];
  });
  const ahead = next.map(
    ({ date, starts_at, lecture_title, title }) =>
      `${words.nextClass}: ${dates.day(date)} ${starts_at ?? ''} ${lecture_title} · ${title}`,
  );
  const lines = [...left, ...ahead];
  return (
    <Section title={words.next} lead={lines.length === 0 ? words.nextNone : ''}>
      <Stack gap={6}>
        {lines.map((line) => (
          <Text key={line} size="sm">
            {line}
          </Text>
        ))}
      </Stack>
    </Section>
  );
}
