import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { toneOf } from './marks.ts';
import { useAttendanceWords } from './words.ts';

export function MarkBadge({ status }: { status: AttendanceStatus }) {
  const { statuses } = useAttendanceWords();
  return <StatusBadge tone={toneOf(status)}>{statuses[status]}</StatusBadge>;
}
