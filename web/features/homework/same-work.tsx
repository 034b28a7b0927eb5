import { Button, Stack, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { CompareButton } from './compare-button.tsx';
import { CompareDialog, type Side } from './compare-dialog.tsx';
import { clockOf } from './film.rules.ts';
import { sameTextsQuery, type TextHint, type Version } from './homework.queries.ts';
import { Notice } from './notice.tsx';
import { useReviewWords } from './review.words.ts';

type Props = {
  tone: 'warn' | 'info';
  say: string;
  hint: string;
  sides: readonly [own: Side, other: Side];
  passages?: readonly string[];
};

function HintLine({ tone, say, ...compared }: Props) {
  const words = useReviewWords();
  return (
    <Notice tone={tone}>
      <Stack gap={6} align="flex-start">
        <span>{say}</span>
        <CompareButton
          label={words.compare}
          dialog={(close) => <CompareDialog {...compared} close={close} />}
        />
      </Stack>
    </Notice>
  );
}

type PictureHint = Version['same_pictures'][number];

function SamePicture({ version, hint }: { version: Version; hint: PictureHint }) {
  const words = useReviewWords();
  const dates = useDates();
  const { place, kind, other } = hint;
  const say = kind === 'same' ? words.same : words.near;
  const own: Side = {
    title: words.pageOf(version.student_name, place),
    note: dates.dateTime(version.created_at),
    url: version.files.find((file) => file.place === place)?.url,
  };
  const theirs: Side = {
    title: words.pageOf(other.student_name, other.place),
    note: words.ofHomework(other.title, dates.dateTime(other.created_at)),
    url: other.url,
  };
  return (
    <HintLine
      tone={kind === 'same' ? 'warn' : 'info'}
      say={say(place, other.student_name, other.place)}
      hint={words.nearHint}
      sides={[own, theirs]}
    />
  );
}

function SameText({ version, hint }: { version: Version; hint: TextHint }) {
  const words = useReviewWords();
  const dates = useDates();
  const { own, other, passages } = hint;
  const where = (name: string, { place, at }: TextHint['own']) =>
    at === null ? words.pageOf(name, place) : words.momentOf(name, clockOf(at));
  return (
    <HintLine
      tone="info"
      say={words.sameText(other.student_name)}
      hint={words.sameTextHint}
      passages={passages}
      sides={[
        { title: where(version.student_name, own), note: dates.dateTime(version.created_at), url: own.url },
        { title: where(other.student_name, other), note: dates.dateTime(other.created_at), url: other.url },
      ]}
    />
  );
}

/** Looked for when somebody asks; of the same two pages only the picture is said. */
function SameTexts({ version }: { version: Version }) {
  const words = useReviewWords();
  const [isAsked, setAsked] = useState(false);
  const { data, isFetching, isError, refetch } = useQuery({
    ...sameTextsQuery(version.id),
    enabled: isAsked,
  });
  const isSaid = ({ own, other }: TextHint) =>
    version.same_pictures.some(
      (hint) =>
        hint.place === own.place &&
        hint.other.submission_id === other.submission_id &&
        hint.other.place === other.place,
    );
  const hints = data?.results.filter((hint) => !isSaid(hint));
  if (!hints)
    return (
      <Stack gap={4} align="flex-start">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconSearch size={16} aria-hidden />}
          loading={isFetching}
          onClick={() => (isAsked ? void refetch() : setAsked(true))}
        >
          {words.findTexts}
        </Button>
        {isError && !isFetching && (
          <Text size="sm" c="dimmed" role="status">
            {words.textsFailed}
          </Text>
        )}
      </Stack>
    );
  if (hints.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        {words.noSameText}
      </Text>
    );
  return hints.map((hint) => <SameText key={hint.other.submission_id} version={version} hint={hint} />);
}

/** Work that looks or reads like somebody's: hints to look at, never a judgement. */
export function SameWork({ version }: { version: Version }) {
  return (
    <>
      {version.same_pictures.map((hint) => (
        <SamePicture
          key={`${hint.place} ${hint.other.submission_id} ${hint.other.place}`}
          version={version}
          hint={hint}
        />
      ))}
      {!version.superseded && <SameTexts key={version.id} version={version} />}
    </>
  );
}
