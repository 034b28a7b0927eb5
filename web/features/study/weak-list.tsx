import { Paper, Text, Title } from '@mantine/core';
import type { Weakness } from '@seodang/recall';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './study.module.css';
import { useStudyWords } from './words.ts';

const percent = (share: number) => `${share * 100}%`;

function Weak({ weak }: { weak: Weakness }) {
  const words = useStudyWords();
  const { name, rate, low, high, attempts, passed, chronic } = weak;
  const range = words.weak.range(words.percent(low), words.percent(high));
  return (
    <li className={styles.weak}>
      <span className={styles.weakName}>
        {name} {chronic > 0 && <StatusBadge tone="bad">{words.weak.chronic(chronic)}</StatusBadge>}
      </span>
      <span className={styles.weakRate}>{words.percent(rate)}</span>
      <span className={styles.scale} role="img" aria-label={range} title={range}>
        <span className={styles.band} style={{ left: percent(low), right: percent(1 - high) }} />
        <span className={styles.rate} style={{ left: percent(rate) }} />
      </span>
      <Text size="xs" c="dimmed" className={styles.weakFacts}>
        {words.weak.facts(passed, attempts)}
      </Text>
    </li>
  );
}

/** Names with the share that passed and how sure that is, surely weak ones first. */
export function WeakList({ title, list }: { title: string; list: readonly Weakness[] }) {
  if (list.length === 0) return null;
  return (
    <Paper p="lg" component="section">
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <ul className={styles.lines}>
        {list.map((weak) => (
          <Weak key={weak.name} weak={weak} />
        ))}
      </ul>
    </Paper>
  );
}
