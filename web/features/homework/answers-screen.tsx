import { Anchor, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconScissors } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { homeworkQuery } from './homework.queries.ts';
import { type ReferencePage, referencePagesQuery } from './reference.queries.ts';
import { regionCropsQuery } from './region.queries.ts';
import { boxOf, paperOf } from './region.rules.ts';
import { useRegionWords } from './region.words.ts';
import styles from './review.module.css';
import { useReviewKeys } from './review-keys.ts';
import { Steps } from './steps.tsx';

export type AnswersSearch = { homework: number; region?: number };
type Region = ReferencePage['regions'][number] & { page: ReferencePage };
type Crops = NonNullable<ReturnType<typeof useCrops>['data']>;

const useCrops = (homework: number, region: number) => useQuery(regionCropsQuery(homework, region));

/** The place of the answer on the page itself, before anybody wrote on it. */
function Original({ region }: { region: Region }) {
  const words = useRegionWords();
  const paper = paperOf(region.page);
  const { x, y, width, height } = boxOf(region.box, paper);
  return (
    <figure className={styles.crop}>
      <figcaption>
        <Text fw={600}>{words.original}</Text>
      </figcaption>
      <svg role="img" aria-label={words.original} viewBox={`${x} ${y} ${width} ${height}`}>
        <image href={region.page.url} width={paper.width} height={paper.height} preserveAspectRatio="none" />
      </svg>
    </figure>
  );
}

function Crop({ homework, crop }: { homework: number; crop: Crops['results'][number] }) {
  const words = useRegionWords();
  const { student_name, enrollment_id, sight, covered, url } = crop;
  const percent = Math.round(covered * 100);
  return (
    <figure className={styles.crop}>
      <figcaption>
        <ToReview {...{ homework, student_name, enrollment_id }} />
        {sight === 'perhaps' && <StatusBadge tone="idle">{words.perhaps}</StatusBadge>}
        {percent < 95 && (
          <Text span size="sm" c="dimmed">
            {words.part(percent)}
          </Text>
        )}
      </figcaption>
      <img src={url} alt={words.cropOf(student_name)} loading="lazy" />
    </figure>
  );
}

type Whose = { homework: number; student_name: string; enrollment_id: number };

function ToReview({ homework, student_name, enrollment_id }: Whose) {
  const words = useRegionWords();
  return (
    <Anchor
      fw={600}
      aria-label={words.review(student_name)}
      renderRoot={(props) => (
        <Link
          to="/staff/homework/review"
          search={{ homework, of: `${homework}-${enrollment_id}` }}
          {...props}
        />
      )}
    >
      {student_name}
    </Anchor>
  );
}

function Answers({ homework, region }: { homework: number; region: Region }) {
  const words = useRegionWords();
  const query = useCrops(homework, region.id);
  return (
    <QueryView
      query={query}
      isEmpty={({ results, missing }) => results.length + missing.length === 0}
      empty={
        <Paper>
          <EmptyState icon={IconScissors} title={words.nothing} hint={words.nothingHint} />
        </Paper>
      }
    >
      {({ results, missing }) => (
        <Stack gap="md">
          <div className={styles.crops}>
            <Original region={region} />
            {results.map((crop) => (
              <Crop key={`${crop.submission_id} ${crop.place}`} {...{ homework, crop }} />
            ))}
          </div>
          {missing.length > 0 && (
            <Group gap="sm" role="note">
              <Text size="sm" c="dimmed">
                {words.missing}
              </Text>
              {missing.map((one) => (
                <ToReview key={one.submission_id} {...{ homework, ...one }} />
              ))}
            </Group>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function useWay(regions: readonly Region[], { homework, region }: AnswersSearch) {
  const navigate = useNavigate();
  const at = Math.max(
    0,
    regions.findIndex(({ id }) => id === region),
  );
  const open = (id: number | undefined) =>
    id !== undefined &&
    void navigate({ to: '/staff/homework/answers', search: { homework, region: id }, replace: true });
  const go = (step: 1 | -1) => open(regions[at + step]?.id);
  useReviewKeys({ KeyJ: () => go(1), KeyK: () => go(-1) });
  return { at, current: regions[at], open, go };
}

function Desk({ search, pages }: { search: AnswersSearch; pages: readonly ReferencePage[] }) {
  const words = useRegionWords();
  const regions = pages.flatMap((page) => page.regions.map((region) => ({ ...region, page })));
  const { at, current, open, go } = useWay(regions, search);
  if (!current)
    return (
      <Paper>
        <EmptyState icon={IconScissors} title={words.none} hint={words.noneHint} />
      </Paper>
    );
  return (
    <Stack gap="md">
      <Group gap="xs" align="flex-end">
        <Steps {...{ words, at, go }} count={regions.length}>
          <NativeSelect
            aria-label={words.choose}
            value={String(current.id)}
            data={regions.map(({ id, label, page }) => ({
              value: String(id),
              label: words.nameOf(page.label, label),
            }))}
            onChange={(event) => open(Number(event.currentTarget.value))}
          />
        </Steps>
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {words.keys}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {words.hint}
      </Text>
      <Answers homework={search.homework} region={current} />
    </Stack>
  );
}

/** One answer of all students after the other, for marking it alike. */
export function AnswersScreen({ search }: { search: AnswersSearch }) {
  const words = useRegionWords();
  const { homework } = search;
  const title = useQuery(homeworkQuery(homework)).data?.title;
  const pages = useQuery(referencePagesQuery(homework));
  return (
    <Page
      title={words.open}
      lead={title}
      back={{ label: title ?? '', link: { to: '/staff/homework/$id', params: { id: String(homework) } } }}
      width="full"
    >
      <QueryView query={pages}>{({ results }) => <Desk search={search} pages={results} />}</QueryView>
    </Page>
  );
}
