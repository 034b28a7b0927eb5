import { Alert, Anchor, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rangesOf } from '../scans/scans.rules.ts';
import { statisticsQuery } from './exams.queries.ts';
import { questionsQuery } from './questions.queries.ts';
import { useSheetWords } from './sheet.words.ts';

type Props = { exam_id: number };

/** Says before printing which questions the sheet has no place for. */
export function WrittenHint({ exam_id }: Props) {
  const words = useSheetWords();
  const questions = useQuery(questionsQuery(exam_id)).data?.questions ?? [];
  const written = questions.filter(({ kind }) => kind === 'short').map(({ number }) => number);
  if (written.length === 0) return null;
  return (
    <Alert
      color="gardenia"
      icon={<IconPencil size={18} aria-hidden />}
      title={words.written(rangesOf(written))}
    >
      {words.writtenHint}
    </Alert>
  );
}

/** Says after a scan whose written answers nobody has typed in: they would be worth nothing without a word. */
export function WrittenLeft({ exam_id }: Props) {
  const words = useSheetWords();
  const found = useQuery(statisticsQuery(exam_id)).data;
  if (!found || found.unwritten.students === 0) return null;
  const { students, numbers } = found.unwritten;
  return (
    <Alert
      color="gardenia"
      icon={<IconPencil size={18} aria-hidden />}
      title={words.writtenLeft(rangesOf(numbers), students)}
    >
      <Text size="sm">
        {words.writtenLeftHint}{' '}
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/staff/exams/$id/submissions" params={{ id: String(exam_id) }} {...props} />
          )}
        >
          {words.toSubmissions}
        </Anchor>
      </Text>
    </Alert>
  );
}
