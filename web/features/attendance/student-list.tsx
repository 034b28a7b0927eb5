import { Button, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { Flash } from '../../ui/flash.tsx';
import type { Student } from './attendance.queries.ts';
import { moveByKey, moveDown } from './grid-keys.ts';
import { MarkBadge } from './mark-badge.tsx';
import type { Subject } from './mark-dialog.tsx';
import marked from './marks.module.css';
import { hasCome, markOfKey, marks } from './marks.ts';
import styles from './today.module.css';
import type { Marking } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

const quick = marks.filter(({ status }) => ['PRESENT', 'LATE', 'ABSENT'].includes(status));

type LineProps = {
  student: Student;
  session_id: number;
  /** The class, for people. */
  place: string;
  at: number;
  isStop: boolean;
  marking: Marking;
  open: (subject: Subject) => void;
};

function StudentLine({ student, session_id, place, at, isStop, marking, open }: LineProps) {
  const words = useAttendanceWords();
  const dates = useDates();
  const status = marking.statusOf(student);
  const isQuick = quick.some((mark) => mark.status === status);
  const details = () => open({ ...student, session_id, status, title: student.student_name, place });
  const set = (wanted: Student['status']) =>
    marking.one.mutate({
      id: student.id,
      version: student.version,
      session_id,
      from: status,
      status: wanted === status ? 'UNSET' : wanted,
      place,
    });
  return (
    <li>
      <button
        type="button"
        className={styles.name}
        data-row={at}
        data-col={0}
        data-id={student.id}
        tabIndex={isStop ? 0 : -1}
        aria-haspopup="dialog"
        onClick={details}
      >
        {student.student_name}
        {hasCome(status) && student.arrived_at && (
          <span className={styles.sub}>{words.arrivedAt(dates.time(student.arrived_at))}</span>
        )}
      </button>
      <Flash value={status}>
        <span className={styles.quicks}>
          {!isQuick && status !== 'UNSET' && <MarkBadge status={status} />}
          {quick.map((mark) => (
            <button
              key={mark.status}
              type="button"
              className={`${styles.quick} ${mark.status === status ? marked.tinted : ''}`}
              data-tone={mark.tone}
              aria-pressed={mark.status === status}
              aria-label={`${student.student_name} ${words.statuses[mark.status]}`}
              tabIndex={-1}
              onClick={() => set(mark.status)}
            >
              {words.statuses[mark.status]}
            </button>
          ))}
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={words.more(student.student_name)}
            tabIndex={-1}
            onClick={details}
          >
            <IconDots size={18} aria-hidden />
          </Button>
        </span>
      </Flash>
    </li>
  );
}

type Props = {
  students: readonly Student[];
  session_id: number;
  place: string;
  marking: Marking;
  open: (subject: Subject) => void;
};

/** Everybody expected in one class session: one press or one key for the common marks, a dialog for the rest. */
export function StudentList({ students, session_id, place, marking, open }: Props) {
  const words = useAttendanceWords();
  const [stop, setStop] = useState<number>();
  if (students.length === 0)
    return (
      <Text size="sm" c="dimmed" py="sm">
        {words.nobodyExpected}
      </Text>
    );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const id = event.target instanceof HTMLElement && Number(event.target.dataset.id);
    if (!id || moveByKey(event)) return;
    const status = markOfKey(event);
    const student = students.find((one) => one.id === id);
    if (!status || !student) return;
    event.preventDefault();
    const { version } = student;
    const from = marking.statusOf(student);
    marking.one.mutate({ id, version, session_id, from, status, place });
    moveDown(event);
  };
  return (
    <ul
      className={styles.students}
      data-rows={students.length}
      data-cols={1}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => target.dataset.id && setStop(Number(target.dataset.id))}
    >
      {students.map((student, at) => (
        <StudentLine
          key={student.id}
          {...{ student, session_id, place, at, marking, open }}
          isStop={student.id === (stop ?? students[0]?.id)}
        />
      ))}
    </ul>
  );
}
