import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { CompareButton } from './compare-button.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import type { Standing, Version } from './homework.queries.ts';
import { referencePagesQuery } from './reference.queries.ts';
import { useReferenceWords } from './reference.words.ts';

type Seen = NonNullable<NonNullable<Standing['submission']>['pages_seen']>;

/** What is said of the pages of homework: missing is certain only where nothing else is in doubt. */
function useSentences({ of, found, missing, twice, unsure, is_waiting }: Seen): string[] {
  const words = useReferenceWords();
  if (is_waiting) return [words.waiting];
  const say = unsure > 0 ? words.notFound : words.missing;
  return [
    ...(missing.length > 0 ? [say(missing.join(', '))] : []),
    ...(twice.length > 0 ? [words.twice(twice.join(', '))] : []),
    ...(unsure > 0 ? [words.unsure(unsure)] : []),
    ...(found.length === of && missing.length === 0 && unsure === 0 ? [words.complete] : []),
  ];
}

/** In a list: how many pages are there, and what is missing. */
export function PagesCell({ seen }: { seen: Seen | null | undefined }) {
  const words = useReferenceWords();
  if (!seen) return '–';
  return <SeenLine seen={seen} count={words.count(seen.found.length, seen.of)} />;
}

function SeenLine({ seen, count }: { seen: Seen; count: string }) {
  const sentences = useSentences(seen);
  return (
    <Stack gap={0}>
      <Text span inherit>
        {count}
      </Text>
      <Text span size="sm" c="dimmed">
        {sentences.join(' · ')}
      </Text>
    </Stack>
  );
}

/** Beside the form: the pages of the homework among what was handed in. */
export function PagesNote({ version: { pages_seen } }: { version: Version }) {
  const words = useReferenceWords();
  if (!pages_seen) return null;
  const { found, of } = pages_seen;
  return (
    <Stack gap={2} role="note">
      <Text span size="sm" fw={600}>
        {words.title}
      </Text>
      <SeenLine seen={pages_seen} count={words.count(found.length, of)} />
    </Stack>
  );
}

/** Below a photo: which page it shows, and that page beside it. */
export function PhotoPage({ version, place }: { version: Version; place: number }) {
  const words = useReferenceWords();
  const photo = version.pages_seen?.photos.find((one) => one.place === place);
  if (!version.pages_seen || !photo) return null;
  const { sight, label, page_id } = photo;
  const of = version.pages_seen.of;
  const say = label === null ? words.none : sight === 'sure' ? words.of(label, of) : words.perhaps(label);
  const percent = Math.round(photo.covered * 100);
  return (
    <Group gap="xs">
      <StatusBadge tone={sight === 'sure' ? 'ok' : 'idle'}>{say}</StatusBadge>
      {label !== null && percent < 95 && (
        <Text span size="sm" c="dimmed">
          {words.part(percent)}
        </Text>
      )}
      {page_id !== null && (
        <CompareButton
          label={words.compare}
          dialog={(close) => <WithPage {...{ version, place, page_id, say, close }} />}
        />
      )}
    </Group>
  );
}

type WithPageProps = { version: Version; place: number; page_id: number; say: string; close: () => void };

function WithPage({ version, place, page_id, say, close }: WithPageProps) {
  const words = useReferenceWords();
  const { data } = useQuery(referencePagesQuery(version.target_id));
  const page = data?.results.find(({ id }) => id === page_id);
  const file = version.files.find((one) => one.place === place);
  return (
    <CompareDialog
      hint={words.hint}
      sides={[
        { title: words.photo(place), note: version.student_name, url: file?.url },
        { title: page ? words.pageName(page.label) : say, note: say, url: page?.url },
      ]}
      close={close}
    />
  );
}
