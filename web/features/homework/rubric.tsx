import { ActionIcon, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useFields } from '../../lib/use-fields.ts';
import { type Homework, type Rubric, useChangeHomework } from './homework.queries.ts';
import { useReviewWords } from './review.words.ts';
import type { DraftOf } from './review-draft.ts';
import { useStaffHomeworkWords } from './staff.words.ts';

const signed = (points: number) => (points > 0 ? `+${points}` : String(points));

/** The items of the homework, and those of this review that it no longer has. */
export function itemsOf({ rubric }: Pick<Homework, 'rubric'>, marks: Rubric): Rubric {
  return [...rubric, ...marks.filter((mark) => !rubric.some(({ label }) => label === mark.label))];
}

function AddItem({ homework, toggle }: { homework: Homework; toggle: DraftOf['toggle'] }) {
  const words = useReviewWords();
  const { fields } = useStaffHomeworkWords();
  const change = useChangeHomework(homework.id, true);
  const form = useFields(
    { label: '', points: '' },
    async ({ label, points }) => {
      const item = { label: label.trim(), points: Number(points) };
      await change.mutateAsync({ rubric: [...homework.rubric, item] });
      toggle(item);
      form.set('label', '');
      form.set('points', '');
    },
    ({ label, points }) => ({
      ...((label.trim() === '' || homework.rubric.some((item) => item.label === label.trim())) && {
        '/label': fields.fill,
      }),
      ...((points === '' || !(Math.abs(Number(points)) <= 100)) && { '/points': words.number }),
    }),
  );
  return (
    <form {...form.formProps}>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          {...form.text('label')}
          size="xs"
          flex={1}
          aria-label={words.label}
          placeholder={words.labelExample}
          maxLength={200}
        />
        <TextInput {...form.text('points')} size="xs" w="4rem" aria-label={words.points} placeholder="-2" />
        <Button type="submit" size="xs" variant="default" loading={form.busy} aria-label={words.addItem}>
          <IconPlus size={16} aria-hidden />
        </Button>
      </Group>
    </form>
  );
}

type Props = { homework: Homework; work: DraftOf; readOnly: boolean };

/** What work is worth more or less for; digits choose, too. */
export function RubricList({ homework, work, readOnly }: Props) {
  const words = useReviewWords();
  const change = useChangeHomework(homework.id);
  const items = readOnly ? work.draft.marks : itemsOf(homework, work.draft.marks);
  const drop = (label: string) =>
    change.mutate({ rubric: homework.rubric.filter((item) => item.label !== label) });
  return (
    <Stack gap={6} role="group" aria-label={words.rubric}>
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {words.rubric}
        </Text>
        {!readOnly && items.length > 0 && (
          <Text size="xs" c="dimmed">
            {words.rubricHint}
          </Text>
        )}
      </Group>
      {items.map((item, at) => (
        <Group key={item.label} justify="space-between" gap={4} wrap="nowrap">
          <Checkbox
            checked={work.isMarked(item.label)}
            disabled={readOnly}
            label={`${at < 9 && !readOnly ? `${at + 1}. ` : ''}${item.label} (${signed(item.points)})`}
            onChange={() => work.toggle(item)}
          />
          {!readOnly && !work.isMarked(item.label) && (
            <ActionIcon
              variant="subtle"
              aria-label={words.removeItem(item.label)}
              onClick={() => drop(item.label)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!readOnly && <AddItem homework={homework} toggle={work.toggle} />}
    </Stack>
  );
}
