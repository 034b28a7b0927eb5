import { List, Text } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import type { Version } from './policy.queries.ts';
import { changedRules } from './policy.rules.ts';
import { usePolicyWords } from './policy.words.ts';
import { useRuleText } from './policy-changes.ts';

/** Every version, the newest first, with what it changed. */
export function PolicyHistory({ versions }: { versions: readonly Version[] }) {
  const words = usePolicyWords();
  const dates = useDates();
  return (
    <Section title={words.history} lead={words.historyLead}>
      <Rows>
        {versions.map((version, at) => {
          const { effective_on, published_by_name, published_at, note } = version;
          const facts = [
            effective_on ? words.fromDay(dates.day(effective_on)) : words.fromAll,
            published_by_name ? words.by(published_by_name, dates.day(published_at)) : words.first,
            note,
          ];
          return (
            <Row
              key={version.version}
              title={words.version(version.version)}
              facts={facts.filter(Boolean).join(' · ')}
            >
              <RuleChanges before={versions[at + 1]} after={version} />
            </Row>
          );
        })}
      </Rows>
    </Section>
  );
}

/** What one version asks otherwise than another. */
export function RuleChanges({ before, after }: { before: Rules | undefined; after: Rules }) {
  const words = usePolicyWords();
  const textOf = useRuleText();
  if (!before) return null;
  return (
    <List size="sm" spacing={2}>
      {changedRules(before, after).map((rule) => (
        <List.Item key={rule}>
          {words.rules[rule]}{' '}
          <Text span fw={600} size="sm">
            {words.change(textOf(rule, before), textOf(rule, after))}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

type Rules = Parameters<typeof changedRules>[0];
