import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../lib/login.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { policyQuery } from './policy.queries.ts';
import { usePolicyWords } from './policy.words.ts';
import { PolicyDraftForm } from './policy-draft.tsx';
import { PolicyHistory } from './policy-history.tsx';
import { matrixQuery } from './progress.queries.ts';

/** What a lecture asks of its students: to be changed with a preview, and its history. */
export function PolicyScreen({ lectureId }: { lectureId: number }) {
  const words = usePolicyWords();
  const policy = useQuery(policyQuery(lectureId));
  const matrix = useQuery(matrixQuery(lectureId));
  const mayChange = useMe().user.role !== 'assistant';
  const sessions = matrix.data?.sessions;
  return (
    <QueryView query={policy}>
      {(found) => (
        <Stack gap="lg" maw="56rem">
          {mayChange ? (
            sessions && (
              <PolicyDraftForm key={found.versions[0]?.version} policy={found} sessions={sessions} />
            )
          ) : (
            <Section title={words.title} lead={words.lead}>
              <Text size="sm" c="dimmed">
                {words.notYours}
              </Text>
            </Section>
          )}
          <PolicyHistory versions={found.versions} />
        </Stack>
      )}
    </QueryView>
  );
}
