import { Stack, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { Fact, linkClass, WhyHead } from '../../ui/matrix/matrix-parts.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useAttendanceWords } from '../attendance/words.ts';
import { ClinicOfSession } from '../clinic/recommend.tsx';
import { CellBadge } from '../video/cell-badge.tsx';
import { CellExceptions } from './cell-exceptions.tsx';
import styles from './cell-why.module.css';
import { isOpen } from './matrix.rules.ts';
import {
  completedAtQuery,
  type Matrix,
  type MatrixCell,
  type MatrixRow,
  type MatrixSession,
} from './progress.queries.ts';
import { useCellSentence } from './sentence.ts';
import { useProgressWords } from './words.ts';

type Props = { matrix: Matrix; row: MatrixRow; session: MatrixSession; cell: MatrixCell };
type Opened = Props & { close: () => void };

/** Why a cell is what it is, with whose it is above. */
export function CellWhy({ close, ...props }: Opened) {
  return (
    <>
      <WhyHead name={props.row.student_name} of={props.session.title} close={close} />
      <Why {...props} />
    </>
  );
}

type ListProps = { matrix: Matrix; row: MatrixRow; names: readonly string[] };

/** The cells of a student one below the other; what is left of each is said at once. */
export function CellList({ matrix, row, names }: ListProps) {
  return matrix.sessions.map((session, at) => {
    const cell = row.cells[at];
    if (!cell || cell.state === 'none') return null;
    return (
      <li key={session.id}>
        <span className={styles.line}>
          <strong>
            {names[at]} <small>{session.title}</small>
          </strong>
          {!isOpen(cell) && <CellBadge state={cell.state} />}
        </span>
        {isOpen(cell) && <Why {...{ matrix, row, session, cell }} />}
      </li>
    );
  });
}

/** Attendance, what was watched of what is asked, what is left, since when it is complete. */
function Why({ matrix, row, session, cell }: Props) {
  const { why, codes } = useProgressWords();
  const sentence = useCellSentence()(cell, session.video_required_rate);
  const place = { session_id: session.id, enrollment_id: row.enrollment_id };
  const isEarned = cell.state === 'complete' && !cell.is_overridden;
  const explained = cell.state === 'none' || cell.state === 'not_due' || isEarned;
  return (
    <Stack gap="sm">
      <div>
        <CellBadge state={cell.state} rate={cell.video_progress_rate} />
      </div>
      {sentence && (
        <Text size="sm" fw={600}>
          {sentence}
        </Text>
      )}
      {explained && <Text size="sm">{why[cell.state as 'none' | 'not_due' | 'complete']}</Text>}
      {cell.codes.length > 0 && (
        <div>
          <Text size="xs" c="dimmed" fw={600}>
            {why.left}
          </Text>
          <ul className={styles.codes}>
            {cell.codes.map((code) => (
              <li key={code}>{codes[code]}</li>
            ))}
          </ul>
        </div>
      )}
      {cell.state !== 'none' && <Facts {...{ matrix, row, session, cell }} />}
      {cell.state !== 'none' && (
        <>
          <CellExceptions place={place} cell={cell} />
          <ClinicOfSession place={place} />
        </>
      )}
    </Stack>
  );
}

function Facts({ matrix, row, session, cell }: Props) {
  const { why } = useProgressWords();
  const { statuses } = useAttendanceWords();
  const dates = useDates();
  const place = { session_id: session.id, enrollment_id: row.enrollment_id };
  const isComplete = cell.state === 'complete';
  const completed_at = useQuery({ ...completedAtQuery(place), enabled: isComplete }).data;
  const status = cell.attendance_status ?? 'UNSET';
  const isEnough = cell.video_progress_rate >= session.video_required_rate;
  return (
    <>
      {session.video_count > 0 ? (
        <ProgressBar
          label={why.video}
          done={cell.video_progress_rate / 100}
          detail={why.needed(session.video_required_rate)}
          tone={isEnough ? 'ok' : 'busy'}
        />
      ) : (
        <Fact name={why.video} value={why.noVideo} />
      )}
      <Fact name={why.attendance} value={statuses[status]} />
      {cell.exam_score !== null && <Fact name={why.exam} value={why.points(cell.exam_score)} />}
      {completed_at && <Fact name={why.completedAt} value={dates.dateTime(completed_at)} />}
      <Link
        to="/staff/videos"
        search={{ lecture: matrix.lecture_id, session: session.id }}
        className={linkClass}
      >
        <IconMovie size={16} aria-hidden /> {why.videos}
      </Link>
    </>
  );
}
