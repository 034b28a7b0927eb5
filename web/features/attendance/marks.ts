import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import type { Tone } from '../../ui/status-badge.tsx';

/** In the order in which they are offered; the letter is a key of the keyboard, whatever language it types. */
export const marks: readonly { status: AttendanceStatus; key: string; tone: Tone }[] = [
  { status: 'PRESENT', key: 'P', tone: 'ok' },
  { status: 'LATE', key: 'L', tone: 'warn' },
  { status: 'ABSENT', key: 'A', tone: 'bad' },
  { status: 'ONLINE', key: 'O', tone: 'info' },
  { status: 'EXCUSED', key: 'E', tone: 'idle' },
  { status: 'EARLY_LEAVE', key: 'Y', tone: 'warn' },
  { status: 'SUPPLEMENT', key: 'S', tone: 'ok' },
  { status: 'RAN_OFF', key: 'R', tone: 'bad' },
  { status: 'WITHDRAWN', key: 'W', tone: 'idle' },
  { status: 'UNSET', key: 'U', tone: 'idle' },
];

export const toneOf = (status: AttendanceStatus): Tone =>
  marks.find((mark) => mark.status === status)?.tone ?? 'idle';

/** Marked by a pressed key; a Korean keyboard types other letters with the same keys. */
export function markOfKey(event: { code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }) {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.code === 'Backspace' || event.code === 'Delete') return 'UNSET' as const;
  return marks.find(({ key }) => event.code === `Key${key}`)?.status;
}

const here: readonly AttendanceStatus[] = ['PRESENT', 'LATE', 'EARLY_LEAVE', 'SUPPLEMENT'];
export const hasCome = (status: AttendanceStatus) => here.includes(status);

/** Only who takes a session by video may have other rules for it; other marks are not worth a question each. */
export const mayConcernViewing = (from: AttendanceStatus, to: AttendanceStatus) =>
  from !== to && (from === 'ONLINE' || to === 'ONLINE');
