import type { PageReading, QuestionReading } from '../read/page.ts';

/** A page of a file, read or not. */
type Shown = { file: string; page: number } & (PageReading | { status: 'unreadable'; reason: string });

const markOf = ({ number, status, marked, value }: QuestionReading): string => {
  if (status === 'ambiguous') return `${number}:?`;
  if (status === 'blank') return `${number}:-`;
  return `${number}:${value ?? marked.join('+')}`;
};

/** What is on a page, for people: who, the answers (`-` blank, `?` to be looked at), and what must be looked at. */
export function linesOfPage(shown: Shown): string[] {
  const head = `${shown.file}, page ${shown.page}`;
  if (shown.status === 'unreadable') return [`${head}: cannot be opened (${shown.reason})`];
  if (shown.status === 'refused') return [`${head}: not read (${shown.reason.replaceAll('_', ' ')})`];
  const { identity, questions } = shown;
  const unclear = questions.filter(({ status }) => status === 'ambiguous').map(({ number }) => number);
  const who =
    identity.status === 'none'
      ? ''
      : `, student ${identity.number ?? '?'}${identity.status === 'review' ? ` (${identity.doubts.join(', ').replaceAll('_', ' ')})` : ''}`;
  return [
    `${head}: ${questions.length} questions${who}${unclear.length > 0 ? `, look at ${unclear.join(', ')}` : ''}`,
    `  ${questions.map(markOf).join(' ')}`,
  ];
}
