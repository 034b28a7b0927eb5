import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { confirmLoss } from '../../ui/confirm.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type Sheet, useChangeSheet } from './questions.queries.ts';
import { useSheetWords } from './sheet.words.ts';

const papers: readonly Sheet['paper'][] = ['A4', 'B4', 'A5', 'Letter'];

/** Paper and number grid; once sheets are printed a change asks first. */
export function SheetLayout({ exam_id, sheet }: { exam_id: number; sheet: Sheet }) {
  const words = useSheetWords();
  const change = useChangeSheet(exam_id);
  const [paper, setPaper] = useState(sheet.paper);
  const [digits, setDigits] = useState(sheet.number_digits);
  const isOther = paper !== sheet.paper || digits !== sheet.number_digits;
  const save = async () => {
    const question = { title: words.changeTitle, loses: words.changeLoses, action: words.change };
    if (sheet.printed && !(await confirmLoss(question))) return;
    change.mutate({ paper, number_digits: digits }, { onSuccess: () => doneToast(words.changed) });
  };
  return (
    <>
      <Group align="flex-start" gap="md" grow preventGrowOverflow={false}>
        <NativeSelect
          label={words.paper}
          value={paper}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setPaper(papers.find((name) => name === chosen) ?? 'A4');
          }}
          data={[...papers]}
        />
        <NativeSelect
          label={words.digits}
          value={String(digits)}
          onChange={(event) => setDigits(Number(event.currentTarget.value))}
          data={Array.from({ length: 13 }, (_, count) => ({
            value: String(count),
            label: count === 0 ? words.noDigits : words.digitsOf(count),
          }))}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {words.digitsHint}
      </Text>
      {sheet.printed && isOther && (
        <Text size="sm" role="status">
          {words.keep}
        </Text>
      )}
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={!isOther}
          loading={change.isPending}
          onClick={() => void save().catch(() => undefined)}
        >
          {words.change}
        </Button>
      </Group>
    </>
  );
}
