import { Text } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { sentenceOf } from '../../lib/problem.ts';
import { type CaptionWords, useCaptionWords } from './captions.words.ts';

export const captionFiles = '.srt,.vtt,.txt,text/vtt';

/** What is wrong with a file, and where. */
export function CaptionFault({ error }: { error: unknown }) {
  const words = useCaptionWords();
  if (!error) return null;
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {faultOf(words, error)}
    </Text>
  );
}

function faultOf(words: CaptionWords, error: unknown): string {
  const { reason, line } = error instanceof ApiProblem ? error.problem : { reason: '', line: undefined };
  const fault = words.faults[String(reason)] ?? sentenceOf(error);
  return typeof line === 'number' ? words.atLine(line, fault) : fault;
}
