import { Paper, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { PageTurner } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { clockOf } from './film.rules.ts';
import { HITS_A_PAGE, type TextHit, textSearchQuery } from './homework.queries.ts';
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
          {hit.at === null
            ? found.where(hit.place, dates.dateTime(hit.created_at))
            : found.whereFilmed(clockOf(hit.at), dates.dateTime(hit.created_at))}
          {hit.superseded && ` · ${found.older}`}
        </Text>
      </span>
    </Link>
  );
}

type FoundProps = { lecture_id: number; search: string };

/** What was found, a page at a time, from the first one for each search; what was there stays until the next is. */
function Found({ lecture_id, search }: FoundProps) {
  const { found: words } = useStaffHomeworkWords();
  const [at, turnTo] = useState({ search, page: 1 });
  const page = at.search === search ? at.page : 1;
  const onPage = (next: number) => turnTo({ search, page: next });
  const query = useQuery({
    ...textSearchQuery(lecture_id, search, page),
    placeholderData: keepPreviousData,
  });
  return (
    <Paper p="md" component="section" aria-label={words.label}>
      <QueryView query={query}>
        {({ count, results }) => (
          <>
            <Text role="status" size="sm" c="dimmed">
              {count === 0 ? words.none : words.count(count)}
            </Text>
            <ul className={styles.hits}>
              {results.map((hit) => (
                <li key={`${hit.submission_id} ${hit.place} ${hit.at}`}>
                  <Hit hit={hit} />
                </li>
              ))}
            </ul>
            <PageTurner pager={{ page, page_size: HITS_A_PAGE, count, onPage }} />
          </>
        )}
      </QueryView>
    </Paper>
  );
}

/** A pause in typing: each search reads everything that was read on the lecture's homework. */
const PAUSE_MS = 350;

/** Finds pages of a lecture's homework by what is printed on them. */
export function TextSearch({ lecture_id }: { lecture_id: number }) {
  const { found: words } = useStaffHomeworkWords();
  const [typed, type] = useState('');
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isWanted = typed.trim().length >= 2 && search.length >= 2;
  return (
    <Stack gap="xs">
      <SearchField value={typed} search={type} label={words.label} />
      {isWanted && <Found lecture_id={lecture_id} search={search} />}
    </Stack>
  );
}
