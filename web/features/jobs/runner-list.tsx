import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type Runner, runnersQuery } from './jobs.queries.ts';
import styles from './runner-list.module.css';
import { useJobWords } from './words.ts';

function RunnerCard({ runner }: { runner: Runner }) {
  const words = useJobWords();
  const dates = useDates();
  return (
    <li className={styles.runner}>
      <div className={styles.head}>
        <span className={styles.name}>{runner.id}</span>
        <StatusBadge tone={runner.alive ? 'ok' : 'bad'}>
          {runner.alive ? words.runnerAlive : words.runnerLost}
        </StatusBadge>
      </div>
      <span className={styles.detail}>
        {runner.kinds.map((kind) => words.kinds[kind] ?? kind).join(' · ')}
      </span>
      <span className={styles.detail}>{words.lastSeen(dates.relative(runner.last_seen_at))}</span>
    </li>
  );
}

/** The programs that do the work, and whether they are still there. */
export function RunnerList() {
  const words = useJobWords();
  const runners = useQuery(runnersQuery);
  const nobody = (
    <Alert color="gardenia" icon={<IconPlugConnectedX size={18} aria-hidden />} title={words.noRunners}>
      {words.noRunnersHint}
    </Alert>
  );
  return (
    <section aria-label={words.runners}>
      <QueryView query={runners} isEmpty={({ results }) => results.length === 0} empty={nobody}>
        {({ results }) => (
          <ul className={styles.runners}>
            {results.map((runner) => (
              <RunnerCard key={runner.id} runner={runner} />
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}
