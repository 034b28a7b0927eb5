import { Checkbox, CloseButton, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import styles from './people.module.css';
import { facetsQuery, lectureChoicesQuery, type StudentFilter } from './people.queries.ts';
import { usePeopleWords } from './words.ts';

type Props = { filter: StudentFilter; change: (part: StudentFilter) => void };

/** A search field that asks when typing pauses, not at every letter. */
export function SearchField({
  label,
  value,
  search,
}: {
  label: string;
  value: string;
  search: (text: string) => void;
}) {
  const { actions } = useCoreWords();
  const [text, setText] = useState(value);
  const soon = useDebouncedCallback(search, 250);
  const type = (typed: string) => {
    setText(typed);
    soon(typed.trim());
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={17} aria-hidden />}
      rightSection={text && <CloseButton size="sm" aria-label={actions.clear} onClick={() => type('')} />}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      style={{ flex: '1 1 16rem' }}
    />
  );
}

function Choice({
  label,
  value,
  values,
  choose,
}: {
  label: string;
  value: string | undefined;
  values: readonly { value: string; label: string }[];
  choose: (value: string | undefined) => void;
}) {
  const words = usePeopleWords();
  return (
    <NativeSelect
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => choose(event.currentTarget.value || undefined)}
      data={[{ value: '', label: `${label}: ${words.all}` }, ...values]}
      className={styles.choice ?? ''}
    />
  );
}

/** Narrows the list by words, school, grade, lecture and consent. */
export function StudentFilters({ filter, change }: Props) {
  const words = usePeopleWords();
  const facets = useQuery(facetsQuery).data;
  const lectures = useQuery(lectureChoicesQuery).data?.results ?? [];
  const counted = (list: { value: string; count: number }[] = []) =>
    list.map(({ value, count }) => ({ value, label: `${value} (${count})` }));
  return (
    <Group gap="xs">
      <SearchField
        label={words.search}
        value={filter.search ?? ''}
        search={(search) => change({ search: search || undefined })}
      />
      <Choice
        label={words.grade}
        value={filter.grade}
        values={counted(facets?.grades)}
        choose={(grade) => change({ grade })}
      />
      <Choice
        label={words.school}
        value={filter.school}
        values={counted(facets?.schools)}
        choose={(school) => change({ school })}
      />
      <Choice
        label={words.lecture}
        value={filter.lecture_id === undefined ? undefined : String(filter.lecture_id)}
        values={lectures.map(({ id, title }) => ({ value: String(id), label: title }))}
        choose={(id) => change({ lecture_id: id === undefined ? undefined : Number(id) })}
      />
      {(facets?.waiting_for_consent ?? 0) > 0 && (
        <Checkbox
          label={words.waitingOnly(facets?.waiting_for_consent ?? 0)}
          checked={filter.waiting ?? false}
          onChange={(event) => change({ waiting: event.currentTarget.checked || undefined })}
        />
      )}
    </Group>
  );
}
