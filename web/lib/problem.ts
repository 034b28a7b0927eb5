import { ApiProblem } from '@seodang/contract/call.ts';
import type { ProblemCode } from '@seodang/contract/problem.ts';
import { complaintInKorean } from './i18n/complaints.ko.ts';
import { coreWordsNow } from './i18n/core.ts';
import { currentLocale, followLocale } from './i18n/locale.ts';
import { ko } from './i18n/problems.ko.ts';

/** Codes that only runners meet; people never read them. */
type RunnerCode =
  | 'lease_owner_mismatch'
  | 'lease_owner_mismatch_or_expired'
  | 'output_missing'
  | 'INTERNAL_WORKER_TOKEN not configured';
export type KnownCode = Exclude<ProblemCode, RunnerCode> | 'offline' | 'file_changed';

type Sentences = Readonly<Record<string, string | undefined>>;

let english: Sentences = {};

/** Korean comes with the app, English with the first who reads it: until it is there, errors are said as the server says them. */
async function bringEnglish(): Promise<void> {
  if (currentLocale() !== 'en' || english.internal) return;
  english = (await import('./i18n/problems.en.ts')).en;
}

followLocale(() => void bringEnglish().catch(() => {}));
void bringEnglish().catch(() => {});

const sentencesNow = (): Sentences => (currentLocale() === 'en' ? english : ko);

/** The machine-readable code of a refusal, or undefined for a bug. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof ApiProblem ? error.code : undefined;
}

/** Any error as a sentence in the user's language that says what happened and what to do. */
export function sentenceOf(error: unknown): string {
  const sentences = sentencesNow();
  const fallback = sentences.internal ?? '';
  if (!(error instanceof ApiProblem)) return fallback;
  return sentences[error.code] ?? (error.problem.status < 500 ? error.problem.title : fallback);
}

/** The sentence for a code that is told outside an answer, such as `offline`. */
export function sentenceOfCode(code: string): string {
  const sentences = sentencesNow();
  return sentences[code] ?? sentences.internal ?? '';
}

/** How long to wait before the next try, in seconds, when the server said so. */
export function waitSecondsOf(error: unknown): number | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const seconds = error.problem.retry_after_seconds;
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

function readable(message: string): string {
  if (currentLocale() === 'en' || /[가-힣]/.test(message)) return message;
  return complaintInKorean(message) ?? coreWordsNow().errors.checkField;
}

/** What is wrong with which field: `/name` → sentence. A code that says more than "invalid" says it at the field. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  const said = error.code === 'invalid_request' ? undefined : sentenceOf(error);
  const errors = error.problem.errors ?? [];
  return Object.fromEntries(
    errors.map(({ pointer, message }) => [pointer.replace(/^#?(\/body)?/, ''), said ?? readable(message)]),
  );
}
