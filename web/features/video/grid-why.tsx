import { Stack, Text } from '@mantine/core';
import { IconMovie, IconShieldExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clockOf, useDates } from '../../lib/dates.ts';
import { Fact, linkClass, WhyHead } from '../../ui/matrix/matrix-parts.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type GridRow, videoStudentQuery } from './audience.queries.ts';
import styles from './grid.module.css';
import { usePolicyWords } from './policy.words.ts';
import { verdictText } from './verdict-text.ts';
import { useWatchingWords } from './watching.words.ts';

type Props = { video: number; title: string; row: GridRow; close: () => void };

/** Why a student stands as they do with a video: what was watched of what is asked, by which rules, and what is in the way. */
export function GridWhy({ video, title, row, close }: Props) {
  const found = useQuery(videoStudentQuery(video, row.enrollment));
  return (
    <Stack gap="sm">
      <WhyHead name={row.student_name} of={title} close={close} />
      <QueryView query={found}>{(one) => <Facts one={one} />}</QueryView>
    </Stack>
  );
}

type Detail = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof videoStudentQuery>['queryFn']>>>>;

function Facts({ one }: { one: Detail }) {
  const { why } = useWatchingWords();
  const policy = usePolicyWords();
  const dates = useDates();
  const { watch, required_rate, duration, verdict, completed_at, case_id } = one;
  const missing = Math.max(0, required_rate / 100 - watch.progress) * duration;
  return (
    <>
      <Fact
        name={`${why.progress} · ${why.needed(required_rate)}`}
        value={`${Math.floor(watch.progress * 100)}%`}
      />
      <div className={styles.track} role="img" aria-label={why.watched}>
        {watch.watched.map(([from, to]) => (
          <span
            key={from}
            style={{ left: `${(100 * from) / duration}%`, width: `${(100 * (to - from)) / duration}%` }}
          />
        ))}
      </div>
      {!watch.completed && duration > 0 && <Text size="sm">{why.left(dates.span(missing))}</Text>}
      {one.watching_now && <Text size="sm">{why.now}</Text>}
      <Text size="sm">
        {why.rule}: {verdictText(policy, verdict)}
      </Text>
      <Fact name={why.last} value={clockOf(watch.last_position)} />
      <Fact name={why.max} value={clockOf(watch.max_watched)} />
      {completed_at && <Fact name={why.finished} value={dates.dateTime(completed_at)} />}
      {case_id !== null && (
        <Link to="/staff/cases/$id" params={{ id: String(case_id) }} className={linkClass}>
          <IconShieldExclamation size={16} aria-hidden /> {why.openCase}
        </Link>
      )}
      <Link to="/staff/videos/$id" params={{ id: String(one.video) }} className={linkClass}>
        <IconMovie size={16} aria-hidden /> {why.openVideo}
      </Link>
    </>
  );
}
