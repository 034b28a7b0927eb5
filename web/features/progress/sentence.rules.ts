import type { MatrixCell } from './progress.queries.ts';
import type { SentenceTexts } from './sentence.texts.ts';

export type Told = Pick<
  MatrixCell,
  | 'state'
  | 'attendance_status'
  | 'video_progress_rate'
  | 'video_state'
  | 'exam_state'
  | 'homework_state'
  | 'is_overridden'
  | 'codes'
>;
const there = new Set(['PRESENT', 'LATE', 'EARLY_LEAVE', 'SUPPLEMENT']);

function videoPart(words: SentenceTexts, cell: Told, required: number): string | undefined {
  const { video_state, video_progress_rate: rate, attendance_status } = cell;
  if (video_state === 'not_required') return undefined;
  if (video_state === 'excused') return words.videoExcused;
  if (attendance_status && there.has(attendance_status)) return words.there;
  return video_state === 'passed' ? words.video(rate) : words.videoOf(rate, required);
}

function homeworkPart(words: SentenceTexts, { homework_state: state, codes }: Told): string | undefined {
  if (state === 'not_required') return undefined;
  if (state !== 'pending') return words.homework[state];
  return codes.includes('HOMEWORK_MISSING') ? words.homeworkMissing : words.homework.pending;
}

/** What a session came to and why, in one sentence: the same words for staff, students and parents. */
export function sentenceOf(words: SentenceTexts, cell: Told, required: number): string | undefined {
  if (cell.state === 'none') return undefined;
  const head =
    cell.state === 'complete' ? words.complete : cell.state === 'not_due' ? words.notDue : words.incomplete;
  const parts = [
    cell.is_overridden && words.overridden,
    videoPart(words, cell, required),
    cell.exam_state !== 'not_required' && words.exam[cell.exam_state],
    homeworkPart(words, cell),
  ].filter(Boolean);
  return parts.length === 0 ? head : `${head}: ${parts.join(', ')}`;
}
