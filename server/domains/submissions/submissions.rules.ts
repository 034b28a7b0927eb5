import type { Role } from '@seodang/contract/identity.ts';
import type { SubmissionSource, SubmissionStatus } from '@seodang/contract/submissions.ts';

/** How long the address of a file that is shown is good. */
export const FILE_URL_SECONDS = 3600;

/** The state machine of spec/03; app.submission_step of the database says the same. */
const steps: Readonly<Record<SubmissionStatus, readonly SubmissionStatus[]>> = {
  submitted: ['dispatched', 'answers_ready', 'failed'],
  dispatched: ['extracting', 'failed'],
  extracting: ['answers_ready', 'failed'],
  answers_ready: ['grading', 'failed'],
  grading: ['done', 'failed'],
  done: [],
  failed: ['submitted'],
};

/** Whether a submission may go from one status to another; answers that were typed in need no runner. */
export function mayStep(was: SubmissionStatus, becomes: SubmissionStatus): boolean {
  return steps[was].includes(becomes);
}

const ofExams: readonly SubmissionSource[] = ['omr_scan', 'omr_manual', 'online', 'answer_import'];
const ofStudents: readonly SubmissionSource[] = ['online', 'homework_image', 'homework_video'];

/** Students hand in their own work; scans and answers that somebody else typed in are for staff; imports have a way of their own. */
export function maySend(role: Role, source: SubmissionSource): boolean {
  if (role === 'parent') return false;
  if (source === 'answer_import') return false;
  return role === 'student' ? ofStudents.includes(source) : source !== 'online';
}

/** What a source is handed in for. */
export function targetOf(source: SubmissionSource): 'exam' | 'homework' {
  return ofExams.includes(source) ? 'exam' : 'homework';
}

const images = ['jpg', 'jpeg', 'png', 'webp'];
const accepted: Readonly<Record<SubmissionSource, readonly string[]>> = {
  omr_scan: ['pdf', 'tif', 'tiff', ...images],
  omr_manual: [],
  online: [],
  answer_import: [],
  homework_image: ['pdf', ...images],
  homework_video: ['mp4', 'mov', 'm4v', 'webm', '3gp', 'mkv'],
  ai_match: ['pdf', ...images],
};

/** HEIC is none: next to no browser shows it, and nobody could mark it. */
export function isPicture(ending: string): boolean {
  return images.includes(ending);
}

/** Which endings of files a source takes; none for answers without a file. */
export function endingsOf(source: SubmissionSource): readonly string[] {
  return accepted[source];
}

export const everyEnding = [...new Set(Object.values(accepted).flat())];

export function endingOf(filename: string): string {
  return /\.([A-Za-z0-9]{1,5})$/.exec(filename)?.[1]?.toLowerCase() ?? '';
}

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

const looks: Readonly<Record<string, (head: Uint8Array) => boolean>> = {
  pdf: (head) => ascii(head, 0, 1024).includes('%PDF-'),
  jpg: (head) => head[0] === 0xff && head[1] === 0xd8,
  png: (head) => ascii(head, 1, 4) === 'PNG',
  webp: (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP',
  tif: (head) => ['II', 'MM'].includes(ascii(head, 0, 2)),
  mp4: (head) => ascii(head, 4, 8) === 'ftyp',
  webm: (head) => head[0] === 0x1a && head[1] === 0x45,
};
const lookOf: Readonly<Record<string, string>> = {
  ...{ jpeg: 'jpg', tiff: 'tif', mov: 'mp4', m4v: 'mp4', '3gp': 'mp4', mkv: 'webm' },
};

/** Whether a file begins like what its name says it is. */
export function looksLike(ending: string, head: Uint8Array): boolean {
  return looks[lookOf[ending] ?? ending]?.(head) ?? false;
}
