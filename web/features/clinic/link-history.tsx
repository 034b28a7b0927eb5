import { Text } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import { Row, Rows } from '../../ui/rows.tsx';
import type { LinkDetail } from './clinic.queries.ts';
import { useClinicWords } from './words.ts';

type Entry = { at: string; key: string; title: string; facts: (string | null | false)[] };

/** Everything that happened to a link, the newest first. */
export function LinkHistory({ link }: { link: LinkDetail }) {
  const { link: words } = useClinicWords();
  const dates = useDates();
  return (
    <section>
      <Text size="sm" fw={600} mb={4}>
        {words.history}
      </Text>
      <Rows>
        {useEntries(link).map(({ key, at, title, facts }) => (
          <Row key={key} title={title} facts={[dates.dateTime(at), ...facts].filter(Boolean).join(' · ')}>
            {null}
          </Row>
        ))}
      </Rows>
    </section>
  );
}

function useEntries(link: LinkDetail): Entry[] {
  const { link: words, states } = useClinicWords();
  const whys: Record<string, string | undefined> = words.whys;
  const whyOf = (step: LinkDetail['history'][number]) =>
    step.why === 'cause_gone' && link.cause === 'LOW_SCORE' ? words.passed : (whys[step.why] ?? step.why);
  const steps = link.history.map((step) => ({
    ...{ at: step.changed_at, key: `step-${step.id}`, title: states[step.state_after] },
    facts: [
      whyOf(step),
      step.state_after === 'done' && step.score_before !== null && step.score_after !== null
        ? words.points(step.score_before, step.score_after)
        : null,
      step.changed_by_name ?? words.system,
    ],
  }));
  const retests = link.retests.map(({ id, score, recorded_at, recorded_by_name }) => ({
    ...{ at: recorded_at, key: `retest-${id}`, title: words.retestOf(score), facts: [recorded_by_name] },
  }));
  return [...retests, ...steps].sort((a, b) => b.at.localeCompare(a.at) || b.key.localeCompare(a.key));
}
