import { Anchor, Button, Group, NativeSelect, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { scoreOf } from '@seodang/contract/homework.ts';
import { IconCheck, IconCornerUpLeft } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useDates } from '../../lib/dates.ts';
import type { Homework, Standing, Version } from './homework.queries.ts';
import { Notice } from './notice.tsx';
import { PagesNote } from './pages-seen.tsx';
import { useReviewWords } from './review.words.ts';
import type { DraftOf } from './review-draft.ts';
import { RubricList } from './rubric.tsx';
import { SameWork } from './same-work.tsx';
import { StandingBadge } from './standing-badge.tsx';

/** Of the files of a version, those that can be drawn on. */
export const isPicture = ({ thumb_url, file_type }: Version['files'][number]) =>
  thumb_url !== null && !file_type.startsWith('video/');

function Notes({ version, readOnly }: { version: Version; readOnly: boolean }) {
  const words = useReviewWords();
  return (
    <>
      {readOnly && <Notice tone="info">{words.older}</Notice>}
      <PagesNote version={version} />
      <SameWork version={version} />
      {version.files
        .filter((file) => !isPicture(file) && !file.file_type.startsWith('video/'))
        .map((file) => (
          <Text key={file.place} size="sm">
            <Anchor href={file.url ?? ''} target="_blank" rel="noreferrer">
              {words.openPdf(file.filename)}
            </Anchor>{' '}
            {words.pdf}
          </Text>
        ))}
    </>
  );
}

type VersionProps = { versions: readonly Version[]; version: Version; choose: (id: number) => void };

function Versions({ versions, version, choose }: VersionProps) {
  const words = useReviewWords();
  const dates = useDates();
  if (versions.length < 2) return null;
  return (
    <NativeSelect
      label={words.version}
      value={String(version.id)}
      onChange={(event) => choose(Number(event.currentTarget.value))}
      data={versions.map(({ id, created_at }, at) => ({
        value: String(id),
        label: words.versionOf(versions.length - at, dates.dateTime(created_at)),
      }))}
    />
  );
}

type ScoreProps = { homework: Homework; work: DraftOf; readOnly: boolean };

function Score({ homework: { max_score }, work: { draft, change }, readOnly }: ScoreProps) {
  const words = useReviewWords();
  const suggested = scoreOf(max_score, draft.marks);
  return (
    <TextInput
      label={max_score === null ? words.score : words.scoreOf(max_score)}
      {...(suggested !== null && { description: words.scoreHint(suggested) })}
      value={draft.score}
      readOnly={readOnly}
      inputMode="decimal"
      onChange={(event) => change({ score: event.currentTarget.value.replace(/[^0-9.]/g, '') })}
    />
  );
}

type Give = (verdict: 'approved' | 'returned') => void;

function Verdicts({ give, isPending }: { give: Give; isPending: boolean }) {
  const words = useReviewWords();
  return (
    <Group gap="xs" grow>
      <Button
        variant="default"
        loading={isPending}
        leftSection={<IconCornerUpLeft size={18} aria-hidden />}
        onClick={() => give('returned')}
      >
        {words.back}
      </Button>
      <Button
        loading={isPending}
        leftSection={<IconCheck size={18} aria-hidden />}
        onClick={() => give('approved')}
      >
        {words.approve}
      </Button>
    </Group>
  );
}

type Props = VersionProps & {
  standing: Standing;
  homework: Homework;
  work: DraftOf;
  give: Give;
  isPending: boolean;
  comment: RefObject<HTMLTextAreaElement | null>;
};

/** What is said of a version: rubric, score, a word to the student, and the verdict. */
export function ReviewForm({
  standing,
  homework,
  version,
  work,
  give,
  isPending,
  comment,
  ...others
}: Props) {
  const words = useReviewWords();
  const { draft, change } = work;
  const readOnly = version.superseded;
  return (
    <Paper p="md" component="section" aria-label={standing.student_name}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Text fw={700} size="lg">
            {standing.student_name}
          </Text>
          <StandingBadge standing={standing} />
        </Group>
        <Notes version={version} readOnly={readOnly} />
        <Versions version={version} versions={others.versions} choose={others.choose} />
        <RubricList homework={homework} work={work} readOnly={readOnly} />
        <Score homework={homework} work={work} readOnly={readOnly} />
        <Textarea
          ref={comment}
          label={words.comment}
          value={draft.comment}
          readOnly={readOnly}
          maxLength={5000}
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => change({ comment: event.currentTarget.value })}
        />
        {!readOnly && <Verdicts give={give} isPending={isPending} />}
        <Text size="xs" c="dimmed">
          {words.keys}
        </Text>
      </Stack>
    </Paper>
  );
}
