import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { Flash } from '../../ui/flash.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { MarkBadge } from '../attendance/mark-badge.tsx';
import { AskForm } from './ask-form.tsx';
import styles from './child.module.css';
import type { Door, Glance, Lesson } from './parents.queries.ts';
import { useParentWords } from './words.ts';

type Props = { door: Door; child: Glance };

/** The classes around today with their attendance; each can be excused or made up. */
export function LessonList({ door, child }: Props) {
  const words = useParentWords();
  const [asking, setAsking] = useState<number>();
  const [sent, setSent] = useState(false);
  if (child.lessons.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noLessons}
      </Text>
    );
  return (
    <div>
      {sent && (
        <Alert color="celadon" role="status">
          {words.sent}
        </Alert>
      )}
      {child.lessons.map((lesson) => (
        <div key={`${lesson.session_id}:${lesson.enrollment_id}`} className={styles.lesson}>
          <LessonLine
            lesson={lesson}
            today={child.today}
            ask={() => {
              setSent(false);
              setAsking(lesson.session_id);
            }}
          />
          {asking === lesson.session_id && (
            <AskForm
              {...{ door, lesson }}
              childId={child.student_id}
              close={(wasSent) => {
                setAsking(undefined);
                setSent(wasSent);
              }}
            />
          )}
        </div>
      ))}
    </div>
  );
}

const mayAsk = new Set<Lesson['attendance']>(['UNSET', 'ABSENT', 'EXCUSED']);

function LessonLine({ lesson, today, ask }: { lesson: Lesson; today: string; ask: () => void }) {
  const words = useParentWords();
  const dates = useDates();
  const { date, starts_at, lecture_title, title, attendance, is_make_up } = lesson;
  const isAhead = attendance === 'UNSET' && date >= today;
  return (
    <div className={styles.line}>
      <Text size="sm" c="dimmed" className={styles.when}>
        {dates.day(date)} {starts_at}
      </Text>
      <Text size="sm" className={styles.what}>
        {lecture_title} · {title} {is_make_up && title !== words.makeUp && `(${words.makeUp})`}
      </Text>
      <Flash value={attendance}>
        {isAhead ? (
          <StatusBadge tone="idle">{words.upcoming}</StatusBadge>
        ) : (
          <MarkBadge status={attendance} />
        )}
      </Flash>
      {mayAsk.has(attendance) && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.askOf(`${dates.day(date)} ${title}`)}
          onClick={ask}
        >
          {words.ask}
        </Button>
      )}
    </div>
  );
}
