import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useCaseWords } from '../clinic/case.words.ts';
import type { RiskCase } from '../clinic/clinic.queries.ts';
import { runOf } from '../clinic/risk-run.ts';
import { riskTones } from '../progress/risk-tones.ts';
import styles from './home.module.css';
import { worstCasesQuery } from './staff.queries.ts';
import { useHomeWords } from './words.ts';

/** Who falls behind, why, and who looks after it by when. */
export function AtRisk() {
  const { staff: words } = useHomeWords();
  const cases = useQuery(worstCasesQuery);
  const count = cases.data?.count ?? 0;
  return (
    <Section
      title={words.atRisk}
      lead={words.atRiskLead(count)}
      aside={
        <Anchor size="sm" renderRoot={(props) => <Link to="/staff/clinic/cases" {...props} />}>
          {words.all}
        </Anchor>
      }
    >
      <QueryView
        query={cases}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.nobodyAtRisk}
          </Text>
        }
      >
        {({ results }) => (
          <ul className={styles.people}>
            {results.map((one) => (
              <Person key={one.id} one={one} />
            ))}
          </ul>
        )}
      </QueryView>
    </Section>
  );
}

function Person({ one }: { one: RiskCase }) {
  const words = useCaseWords();
  const dates = useDates();
  const { id, student_name, lecture_title, risk_level, rule, owner_name, due_on } = one;
  const isLate = due_on < dates.today();
  return (
    <li>
      <StatusBadge tone={riskTones[risk_level]}>{words.levels[risk_level]}</StatusBadge>
      <div>
        <Anchor
          fw={600}
          renderRoot={(props) => <Link to="/staff/clinic/cases/$id" params={{ id: String(id) }} {...props} />}
        >
          {student_name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {words.reasonOf(rule, runOf(one))} · {lecture_title}
        </Text>
        <Text size="xs" c={isLate ? 'cinnabar' : 'dimmed'}>
          {owner_name ?? words.noOwner} · {isLate ? words.overdue : words.due} {dates.day(due_on)}
        </Text>
      </div>
    </li>
  );
}
