import { Paper, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { type TextHit, textSearchQuery } from './homework.queries.ts';
import styles from './review.module.css';
import { useStaffHomeworkWords } from './staff.words.ts';

function Hit({ hit }: { hit: TextHit }) {
  const { found } = useStaffHomeworkWords();
  const dates = useDates();
  return (
    <Link
      to="/staff/homework/review"
      search={{ homework: hit.homework_id, of: `${hit.homework_id}-${hit.enrollment_id}` }}
      className={styles.hit ?? ''}
    >
      {hit.thumb_url && <img src={hit.thumb_url} alt="" loading="lazy" />}
      <span className={styles.hitText}>
        <Text span fw={600}>
          {hit.student_name} · {hit.title}
        </Text>
        <Text span lineClamp={2}>
          {hit.excerpt}
        </Text>
        <Text span size="sm" c="dimmed">
          {found.where(hit.place, dates.dateTime(hit.created_at))}
          {hit.superseded && ` · ${found.older}`}
        </Text>
      </span>
    </Link>
  );
}

/** Finds pages of a lecture's homework by what is printed on them. */
export function TextSearch({ lecture_id }: { lecture_id: number }) {
  const { found: words } = useStaffHomeworkWords();
  const [typed, type] = useState('');
  const search = useDeferredValue(typed.trim());
  const isWanted = search.length >= 2;
  const query = useQuery({
    ...textSearchQuery(lecture_id, search),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  const hits = isWanted ? query.data : undefined;
  return (
    <Stack gap="xs">
      <SearchField value={typed} search={type} label={words.label} />
      {hits && (
        <Paper p="md" component="section" aria-label={words.label}>
          <Text role="status" size="sm" c="dimmed">
            {hits.count === 0 ? words.none : words.count(hits.count)}
          </Text>
          <ul className={styles.hits}>
            {hits.results.map((hit) => (
              <li key={`${hit.submission_id} ${hit.place}`}>
                <Hit hit={hit} />
              </li>
            ))}
          </ul>
        </Paper>
      )}
    </Stack>
  );
}
