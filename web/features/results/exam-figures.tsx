import { Paper, SimpleGrid, Title } from '@mantine/core';
import type { ExamStatistics } from '@seodang/contract/statistics.ts';
import { useQuery } from '@tanstack/react-query';
import { QueryView } from '../../ui/query-view.tsx';
import { statisticsQuery } from '../exams/exams.queries.ts';
import styles from './results.module.css';
import { useResultWords } from './words.ts';

const tenth = (value: number | null) => (value === null ? undefined : Math.round(value * 10) / 10);

function Figures({ statistics }: { statistics: ExamStatistics }) {
  const words = useResultWords();
  const { count, passed, kr20, mean, median, highest, lowest, deviation } = statistics;
  const pointsOf = (value: number | null) => (value === null ? '–' : words.points(tenth(value) ?? 0));
  const figures = [
    [words.facts.count, words.people(count)],
    [words.facts.mean, pointsOf(mean)],
    [words.facts.passed, words.passRate(passed, count)],
    [words.facts.highest, pointsOf(highest)],
    [words.facts.lowest, pointsOf(lowest)],
    [words.facts.median, pointsOf(median)],
    [words.facts.deviation, tenth(deviation) ?? '–'],
    [words.facts.kr20, kr20?.toFixed(2) ?? '–'],
  ] as const;
  return (
    <dl className={styles.facts}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type ChartProps = { steps: ExamStatistics['distribution']; pass_score: number | undefined };

function Distribution({ steps, pass_score = 0 }: ChartProps) {
  const words = useResultWords();
  const most = Math.max(1, ...steps.map(({ count }) => count));
  return (
    <ol className={styles.bars} aria-label={words.distribution}>
      {steps.map(({ from, to, count }) => (
        <li key={from} title={words.bar(from, to, count)}>
          <span className={styles.column}>
            {count > 0 && <strong>{count}</strong>}
            <i
              style={{ height: `${(80 * count) / most}%` }}
              data-failed={to <= pass_score ? true : undefined}
            />
          </span>
          <span>{from}</span>
        </li>
      ))}
    </ol>
  );
}

/** The figures of an exam and how its scores are spread. */
export function ExamFigures({ exam_id, pass_score }: { exam_id: number; pass_score: number | undefined }) {
  const words = useResultWords();
  const statistics = useQuery(statisticsQuery(exam_id));
  return (
    <Paper p="lg">
      <QueryView query={statistics}>
        {(found) => (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
            <Figures statistics={found} />
            <div>
              <Title order={2} size="h3" mb={6}>
                {words.distribution}
              </Title>
              <Distribution steps={found.distribution} pass_score={pass_score} />
            </div>
          </SimpleGrid>
        )}
      </QueryView>
    </Paper>
  );
}
