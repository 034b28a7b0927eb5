import { Button, Paper } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import styles from './readiness.module.css';
import { type Part, readinessQuery } from './readiness.queries.ts';
import { StorageSection } from './storage-section.tsx';
import { useSystemWords } from './words.ts';

const tones: Record<Part['state'], Tone> = { ok: 'ok', off: 'idle', failed: 'bad' };

function PartRow({ part }: { part: Part }) {
  const words = useSystemWords();
  const [name, what] = words.parts[part.name] ?? [part.name, ''];
  return (
    <li className={styles.part}>
      <div>
        <p className={styles.name}>{name}</p>
        <p className={styles.what}>{part.state === 'failed' ? part.detail : what}</p>
      </div>
      <StatusBadge tone={tones[part.state]}>{words.states[part.state]}</StatusBadge>
    </li>
  );
}

function Summary({ parts }: { parts: readonly Part[] }) {
  const words = useSystemWords();
  const failed = parts.filter((part) => part.state === 'failed').length;
  return (
    <div className={`${styles.summary} ${failed > 0 ? styles.bad : ''}`} role="status">
      <p className={styles.verdict}>{failed > 0 ? words.problems(failed) : words.allGood}</p>
      {failed === 0 && <p className={styles.what}>{words.allGoodHint}</p>}
    </div>
  );
}

/** Whether all that lessons need is there: database, cache, storage, signing, runner. */
export function ReadinessScreen() {
  const words = useSystemWords();
  const dates = useDates();
  const readiness = useQuery(readinessQuery);
  const again = (
    <Button
      variant="default"
      leftSection={<IconRefresh size={17} aria-hidden />}
      loading={readiness.isFetching}
      onClick={() => void readiness.refetch()}
    >
      {words.again}
    </Button>
  );
  const lead = readiness.dataUpdatedAt
    ? words.checkedAt(dates.time(new Date(readiness.dataUpdatedAt)))
    : words.lead;
  return (
    <Page title={words.title} lead={lead} actions={again} width="narrow">
      <QueryView query={readiness}>
        {({ parts }) => (
          <Paper>
            <Summary parts={parts} />
            <ul className={styles.parts}>
              {parts.map((part) => (
                <PartRow key={part.name} part={part} />
              ))}
            </ul>
          </Paper>
        )}
      </QueryView>
      <StorageSection />
    </Page>
  );
}
