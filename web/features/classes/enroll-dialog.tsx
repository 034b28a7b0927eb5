import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { classSessionsQuery } from '../attendance/attendance.queries.ts';
import { enrollManyImpactQuery } from '../video/impact.queries.ts';
import { ImpactLine } from '../video/impact-line.tsx';
import styles from './classes.module.css';
import { candidatesQuery, enrollmentsQuery, useEnrollMany } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

type PickProps = { lecture_id: number; chosen: readonly number[]; toggle: (id: number) => void };

function Candidates({ lecture_id, chosen, toggle }: PickProps) {
  const { students: words } = useClassesWords();
  const [search, setSearch] = useState('');
  const found = useQuery(candidatesQuery(useDeferredValue(search.trim())));
  const enrolled = useQuery(enrollmentsQuery(lecture_id, 1, 500));
  const taken = new Set(enrolled.data?.results.map(({ student_id }) => student_id));
  return (
    <>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        type="search"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
      />
      <QueryView
        query={found}
        isEmpty={({ count }) => count === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.nobody}
          </Text>
        }
      >
        {({ results }) => (
          <ul className={styles.candidates}>
            {results.map(({ id, name, school, grade }) => (
              <li key={id}>
                <Checkbox
                  label={[name, school, grade].filter(Boolean).join(' · ')}
                  description={taken.has(id) && words.already}
                  disabled={taken.has(id)}
                  checked={taken.has(id) || chosen.includes(id)}
                  onChange={() => toggle(id)}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}

/** Choose students and the class session from which on they take part. */
export function EnrollDialog({ lecture_id, close }: { lecture_id: number; close: () => void }) {
  const { students: words } = useClassesWords();
  const { actions } = useCoreWords();
  const [chosen, choose] = useState<readonly number[]>([]);
  const [start_order, setStart] = useState(1);
  const sessions = useQuery(classSessionsQuery(lecture_id));
  const enroll = useEnrollMany();
  const wanted = { lecture_id, student_ids: [...chosen], start_order };
  const impact = useQuery({ ...enrollManyImpactQuery(wanted), enabled: chosen.length > 0 });
  const toggle = (id: number) =>
    choose((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]));
  const add = () =>
    enroll.mutate(wanted, {
      onSuccess: ({ created }) => {
        doneToast(words.added(created.length));
        close();
      },
    });
  return (
    <Modal opened onClose={close} title={words.add} closeButtonProps={{ 'aria-label': actions.close }}>
      <Stack gap="md">
        <Candidates lecture_id={lecture_id} chosen={chosen} toggle={toggle} />
        <NativeSelect
          label={words.from}
          value={start_order}
          onChange={(event) => setStart(Number(event.currentTarget.value))}
          data={(sessions.data?.results ?? []).map(({ order, title }) => ({
            value: String(order),
            label: title,
          }))}
        />
        <ImpactLine
          impact={chosen.length > 0 && !impact.isError ? impact.data : undefined}
          isAsking={impact.isPlaceholderData}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button disabled={chosen.length === 0} loading={enroll.isPending} onClick={add}>
            {words.enroll(chosen.length)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
