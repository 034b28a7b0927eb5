import { Button, Group, NumberInput, Popover, Stack, Text } from '@mantine/core';
import { IconDivide, IconFileImport, IconListNumbers, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { KeyImport } from './key-import.tsx';
import { type Draft, spread, totalOf, withMore } from './questions.rules.ts';
import { useQuestionWords } from './questions.words.ts';

type Props = {
  exam_id: number;
  drafts: readonly Draft[];
  edit: (change: (drafts: readonly Draft[]) => readonly Draft[]) => void;
};

const mostQuestions = 500;

function AddMore({ drafts, edit }: Omit<Props, 'exam_id'>) {
  const words = useQuestionWords();
  const [count, setCount] = useState<number | string>(drafts.length === 0 ? 20 : 1);
  const wanted = Math.min(Number(count) || 0, mostQuestions - drafts.length);
  return (
    <Group gap={6} wrap="nowrap">
      <NumberInput
        aria-label={words.addCount}
        value={count}
        onChange={setCount}
        min={1}
        max={mostQuestions}
        w="5rem"
      />
      <Button
        leftSection={<IconPlus size={18} aria-hidden />}
        disabled={wanted < 1}
        onClick={() => {
          edit((all) => withMore(all, wanted));
          setCount(1);
        }}
      >
        {words.addButton}
      </Button>
    </Group>
  );
}

function Spread({ drafts, edit }: Omit<Props, 'exam_id'>) {
  const words = useQuestionWords();
  const [isOpen, setOpen] = useState(false);
  const [total, setTotal] = useState<number | string>(100);
  const isRight = Number(total) > 0 && Number(total) <= 10_000;
  const apply = () => {
    edit((all) => spread(all, Number(total)));
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withArrow shadow="md" width={280}>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconDivide size={16} aria-hidden />}
          disabled={totalOf(drafts) === 0 && drafts.length === 0}
          onClick={() => setOpen(!isOpen)}
        >
          {words.spread}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <NumberInput label={words.spreadTotal} value={total} onChange={setTotal} min={1} data-autofocus />
          <Text size="xs" c="dimmed">
            {words.spreadHint}
          </Text>
          <Button disabled={!isRight} onClick={apply}>
            {words.apply}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is done to many questions at once. */
export function QuestionTools({ exam_id, drafts, edit }: Props) {
  const words = useQuestionWords();
  const [isImporting, setImporting] = useState(false);
  const isOrdered = drafts.every(({ number }, at) => number === String(at + 1));
  return (
    <>
      <Group gap="xs">
        <AddMore drafts={drafts} edit={edit} />
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => setImporting(true)}
        >
          {words.import}
        </Button>
        {drafts.length > 0 && <Spread drafts={drafts} edit={edit} />}
        {!isOrdered && (
          <Button
            variant="default"
            leftSection={<IconListNumbers size={16} aria-hidden />}
            onClick={() => edit((all) => all.map((one, at) => ({ ...one, number: String(at + 1) })))}
          >
            {words.renumber}
          </Button>
        )}
      </Group>
      {drafts.length > 0 && (
        <Text size="sm" c="dimmed" visibleFrom="sm">
          {words.keysHelp}
        </Text>
      )}
      {isImporting && (
        <KeyImport exam_id={exam_id} drafts={drafts} edit={edit} close={() => setImporting(false)} />
      )}
    </>
  );
}
