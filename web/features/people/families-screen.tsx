import { Anchor, Group, Paper, SegmentedControl, Text } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatPhone } from '../../lib/numbers.ts';
import { PageTurner } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ConsentBadge } from './consent-badge.tsx';

import styles from './people.module.css';
import { type Family, type FamilyFilter, familiesQuery } from './people.queries.ts';
import { SearchField } from './student-filters.tsx';
import { usePeopleWords } from './words.ts';

function Child({ child }: { child: Family['children'][number] }) {
  return (
    <li className={styles.child}>
      <span className={styles.name}>
        <Anchor
          fw={600}
          renderRoot={(props) => (
            <Link to="/staff/students/$id" params={{ id: String(child.id) }} {...props} />
          )}
        >
          {child.name}
        </Anchor>
        <span className={styles.quiet}>
          {[child.relation, child.school, child.grade].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className={styles.name}>
        {child.guardian_consent === 'waiting' && <ConsentBadge consent="waiting" />}
        <span className={styles.quiet}>{child.login_id}</span>
      </span>
    </li>
  );
}

function FamilyCard({ family: { guardian, children } }: { family: Family }) {
  const words = usePeopleWords();
  return (
    <Paper component="li" p="md" aria-label={guardian.name}>
      <Group justify="space-between" align="baseline" gap="xs" mb="xs">
        <Text fw={700}>{guardian.name}</Text>
        <span className={styles.quiet}>{words.childrenOf(children.length)}</span>
        <Text size="sm" className={styles.number} w="100%">
          {guardian.phone ? formatPhone(guardian.phone) : '–'} · {guardian.login_id}
        </Text>
      </Group>
      <ul className={styles.people} style={{ gap: 0 }}>
        {children.map((child) => (
          <Child key={child.id} child={child} />
        ))}
      </ul>
    </Paper>
  );
}

/** Guardians with their children; siblings share one guardian. */
export function FamiliesScreen() {
  const words = usePeopleWords();
  const [filter, setFilter] = useState<FamilyFilter>({ search: '', only: 'all', page: 1 });
  const families = useQuery(familiesQuery(filter));
  const change = (part: Partial<FamilyFilter>) => setFilter((before) => ({ ...before, page: 1, ...part }));
  const filtered = filter.search !== '' || filter.only !== 'all';
  const kinds = [
    { value: 'all' as const, label: words.all },
    { value: 'siblings' as const, label: words.siblingsOnly },
    { value: 'waiting' as const, label: words.waitingFamilies },
  ];
  return (
    <Page title={words.families} lead={words.familiesLead}>
      <Group gap="xs">
        <SearchField
          label={words.familySearch}
          value={filter.search}
          search={(search) => change({ search })}
        />
        <SegmentedControl value={filter.only} onChange={(only) => change({ only })} data={kinds} />
      </Group>
      <QueryView
        query={families}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconUsersGroup}
              title={filtered ? words.noFamiliesFound : words.noFamilies}
              hint={!filtered && words.noFamiliesHint}
            />
          </Paper>
        }
      >
        {({ results, count }) => (
          <>
            <ul className={styles.families}>
              {results.map((family) => (
                <FamilyCard key={family.guardian.user_id} family={family} />
              ))}
            </ul>
            <PageTurner
              pager={{ page: filter.page, page_size: 50, count, onPage: (page) => change({ page }) }}
            />
          </>
        )}
      </QueryView>
    </Page>
  );
}
