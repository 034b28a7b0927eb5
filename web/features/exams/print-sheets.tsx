import { Button, Checkbox, Group, NumberInput, ScrollArea, SimpleGrid, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { download } from '../../lib/download.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { resultsQuery } from '../results/results.queries.ts';
import type { Print } from './questions.queries.ts';
import { rosterOf, type Seat } from './roster.ts';
import { useSheetWords } from './sheet.words.ts';

type Props = { exam_id: number; title: string };

function usePrint({ exam_id, title }: Props) {
  const words = useSheetWords();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Print) =>
      download(`/exams/${exam_id}/sheet/print`, 'sheets.pdf', { body, title: words.file(title) }),
    onSuccess: () => {
      doneToast(words.done);
      return queries.invalidateQueries({ queryKey: ['exams', exam_id, 'sheet'] });
    },
  });
}

type ChoiceProps = {
  seats: readonly Seat[];
  chosen: ReadonlySet<number>;
  choose: (ids: Set<number>) => void;
};

function Choice({ seats, chosen, choose }: ChoiceProps) {
  const words = useSheetWords();
  const [search, setSearch] = useState('');
  const part = search.trim().toLowerCase();
  const found = seats.filter(({ student_name }) => student_name.toLowerCase().includes(part));
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <>
      <Group justify="space-between" gap="xs">
        <SearchField label={words.search} value={search} search={setSearch} />
        {chosen.size > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => choose(new Set())}>
            {words.chooseNone}
          </Button>
        )}
      </Group>
      <ScrollArea.Autosize mah={280} type="auto">
        <SimpleGrid
          cols={{ base: 1, xs: 2, sm: 3 }}
          spacing="sm"
          verticalSpacing={2}
          role="group"
          aria-label={words.choose}
        >
          {found.map(({ enrollment_id, student_name }) => (
            <Checkbox
              key={enrollment_id}
              py={5}
              label={student_name}
              checked={chosen.has(enrollment_id)}
              onChange={() => toggle(enrollment_id)}
            />
          ))}
        </SimpleGrid>
      </ScrollArea.Autosize>
    </>
  );
}

/** Sheets with names: for everybody of the class session, or for some. */
export function PrintNamed(props: Props) {
  const words = useSheetWords();
  const print = usePrint(props);
  const [chosen, choose] = useState<ReadonlySet<number>>(new Set());
  const results = useQuery(resultsQuery(props.exam_id));
  const seats = rosterOf(results.data);
  const go = (
    <Button
      leftSection={<IconPrinter size={17} aria-hidden />}
      disabled={seats.length === 0}
      loading={print.isPending}
      onClick={() => print.mutate(chosen.size > 0 ? { enrollment_ids: [...chosen] } : {})}
    >
      {chosen.size > 0 ? words.printSome(chosen.size) : words.printAll(seats.length)}
    </Button>
  );
  return (
    <Section title={words.print} lead={words.printLead} aside={go}>
      <QueryView
        query={results}
        isEmpty={() => seats.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.nobody}
          </Text>
        }
      >
        {() => <Choice seats={seats} chosen={chosen} choose={choose} />}
      </QueryView>
    </Section>
  );
}

/** Sheets on which students mark their numbers themselves. */
export function PrintBlank(props: Props) {
  const words = useSheetWords();
  const print = usePrint(props);
  const [copies, setCopies] = useState<number | string>(5);
  const count = Math.min(Math.max(Number(copies) || 0, 0), 500);
  return (
    <Section title={words.blank} lead={words.blankLead}>
      <Group align="flex-end" gap="xs">
        <NumberInput label={words.copies} value={copies} onChange={setCopies} min={1} max={500} w="7rem" />
        <Button
          variant="default"
          leftSection={<IconPrinter size={17} aria-hidden />}
          disabled={count < 1}
          loading={print.isPending}
          onClick={() => print.mutate({ copies: count })}
        >
          {words.printBlank(count)}
        </Button>
      </Group>
    </Section>
  );
}
