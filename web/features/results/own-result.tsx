import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../lib/login.ts';
import { codeOf } from '../../lib/problem.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { examQuery } from '../exams/exams.queries.ts';
import { FactSheet } from './fact-sheet.tsx';
import { useOwnWords } from './own.words.ts';
import { PrintButtons } from './print-menu.tsx';
import styles from './results.module.css';
import { type ResultDetail, resultQuery } from './results.queries.ts';
import { Verdict } from './verdict.tsx';
import { useResultWords } from './words.ts';

function Summary({ result }: { result: ResultDetail }) {
  const words = useOwnWords();
  const { of } = useResultWords();
  const { total_score, max_score, pass_score, rank, rank_of, unsure_count } = result;
  return (
    <Paper p="lg">
      <Group justify="space-between" align="flex-end" gap="md">
        <div>
          <Text size="sm" c="dimmed">
            {words.score}
          </Text>
          <Text className={styles.score ?? ''}>{of(total_score, max_score)}</Text>
        </div>
        <Group gap="xs">
          <Verdict {...result} />
          <Text size="sm" c="dimmed">
            {words.passAt(pass_score)}
          </Text>
        </Group>
      </Group>
      {rank !== null && rank_of !== null && (
        <Text size="sm" mt="sm">
          <strong>{words.rank(rank, rank_of)}</strong>{' '}
          <Text span c="dimmed">
            {words.rankRule}
          </Text>
        </Text>
      )}
      {unsure_count > 0 && (
        <Text size="sm" mt="xs">
          {words.unsure(unsure_count)}
        </Text>
      )}
    </Paper>
  );
}

function Answers({ facts }: Pick<ResultDetail, 'facts'>) {
  const words = useOwnWords();
  const { allRight } = useResultWords();
  const wrong = facts.filter(({ is_correct }) => is_correct === false);
  const isHidden = facts.every(({ keys }) => keys === null);
  return (
    <>
      <section>
        <Title order={2} size="h3" mb="xs">
          {words.wrongs} {wrong.length > 0 && wrong.length}
        </Title>
        {wrong.length === 0 ? <Text size="sm">{allRight}</Text> : <FactSheet facts={wrong} />}
        {isHidden && wrong.length > 0 && (
          <Text size="sm" c="dimmed" mt="xs">
            {words.keysHidden}
          </Text>
        )}
      </section>
      <section>
        <Title order={2} size="h3" mb="xs">
          {words.all}
        </Title>
        <FactSheet facts={facts} />
      </section>
    </>
  );
}

/** One own result, or a child's: score, rank and the rule of ranks, what was wrong. */
export function OwnResultScreen({ exam_id, enrollment_id }: { exam_id: number; enrollment_id: number }) {
  const words = useOwnWords();
  const isParent = useMe().user.role === 'parent';
  const exam = useQuery(examQuery(exam_id));
  const result = useQuery(resultQuery(exam_id, enrollment_id));
  const isHidden = codeOf(result.error) === 'not_found';
  return (
    <Page
      title={exam.data?.title ?? words.title}
      back={{ label: words.title, link: { to: isParent ? '/parent/exams' : '/student/exams' } }}
    >
      {isHidden ? (
        <Paper>
          <EmptyState icon={IconEyeOff} title={words.notShown} hint={words.notShownHint} />
        </Paper>
      ) : (
        <QueryView query={result}>
          {(found) => (
            <Stack gap="lg">
              <Summary result={found} />
              <PrintButtons exam_id={exam_id} enrollment_id={enrollment_id} />
              <Answers facts={found.facts} />
            </Stack>
          )}
        </QueryView>
      )}
    </Page>
  );
}
